import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import type { FormEventHandler, ReactNode } from 'react';

interface FormDialogProps {
  title: string;
  opened: boolean;
  onClose(): void;
  onSubmit: FormEventHandler<HTMLFormElement>;
  /** The text of the button that does it. */
  submit: string;
  isDangerous?: boolean;
  isPending: boolean;
  /** Why it was not done. */
  problem: Error | null;
  children: ReactNode;
}

/** Asks for what an action needs, or whether it is meant, before it is done. */
export const FormDialog = (props: FormDialogProps) => {
  const {
    title,
    opened,
    onClose,
    onSubmit,
    submit,
    isDangerous = false,
    isPending,
    problem,
    children,
  } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form noValidate onSubmit={onSubmit}>
        <Stack>
          {problem && (
            <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} title="This was not done">
              {problem.message}
            </Alert>
          )}
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending} {...(isDangerous && { color: 'red.8' })}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
