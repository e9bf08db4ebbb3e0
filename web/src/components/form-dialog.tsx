import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { ProblemState } from './problem-state.tsx';
import { Sentence } from './sentence.tsx';

interface FormDialogProps {
  title: string;
  /** `wide` takes what a table needs. */
  size?: 'md' | 'lg' | 'wide';
  opened: boolean;
  onClose(): void;
  onSubmit: FormEventHandler<HTMLFormElement>;
  /** The text of the button that submits. */
  submit: string;
  /** Whether the focus is on the submit button when the dialog opens. */
  isSubmitFocused?: boolean;
  isDangerous?: boolean;
  isPending: boolean;
  /** The error of the last attempt. */
  problem: Error | null;
  problemTitle?: string;
  children: ReactNode;
}

/** A dialog with a form, whose buttons cancel or submit. */
export const FormDialog = (props: FormDialogProps) => {
  const { title, size = 'md', opened, onClose, submit, isSubmitFocused = false, isDangerous = false } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Sentence>{title}</Sentence>}
      size={size === 'wide' ? '76rem' : size}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form noValidate onSubmit={props.onSubmit}>
        <Stack>
          {props.problem && (
            <ProblemState title={props.problemTitle ?? 'This was not done'} error={props.problem} />
          )}
          {props.children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={props.isPending}
              data-autofocus={isSubmitFocused || undefined}
              {...(isDangerous && { color: 'red.8' })}
            >
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
