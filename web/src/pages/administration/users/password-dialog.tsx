import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';

/** An account and its new password, which nobody can look up later. */
export interface NewPassword {
  email: string;
  password: string;
}

interface PasswordDialogProps {
  made: NewPassword | null;
  onClose(): void;
}

/** Shows a new password once. It closes by its button only, so that the password is not lost by a slip. */
export const PasswordDialog = ({ made, onClose }: PasswordDialogProps) => (
  <Modal
    opened={made !== null}
    onClose={onClose}
    title="New password"
    withCloseButton={false}
    closeOnClickOutside={false}
    closeOnEscape={false}
  >
    {made && (
      <Stack>
        <Text>
          Give it to {made.email} in a safe way, and ask them to change it. It is shown only now: nobody can
          look it up later.
        </Text>
        <Code block fz="lg">
          {made.password}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={made.password}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy} data-autofocus>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>I have it</Button>
        </Group>
      </Stack>
    )}
  </Modal>
);
