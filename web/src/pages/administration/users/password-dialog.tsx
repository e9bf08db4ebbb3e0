import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';

/** An account and its new password. The server stores only a hash of the password. */
export interface NewPassword {
  email: string;
  password: string;
}

interface PasswordDialogProps {
  created: NewPassword | null;
  onClose(): void;
}

/** Shows a new password once. Only its button closes it, so that a wrong click does not lose the password. */
export const PasswordDialog = ({ created, onClose }: PasswordDialogProps) => (
  <Modal
    opened={created !== null}
    onClose={onClose}
    title="New password"
    withCloseButton={false}
    closeOnClickOutside={false}
    closeOnEscape={false}
  >
    {created && (
      <Stack>
        <Text>
          Give this password to {created.email} in a safe way, and ask for it to be changed. It is shown only
          now. Nobody can look it up later.
        </Text>
        <Code block fz="lg">
          {created.password}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={created.password}>
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
