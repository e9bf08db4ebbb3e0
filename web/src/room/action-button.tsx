import { Button, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { LucideIcon } from 'lucide-react';
import { FormDialog } from '../components/form-dialog.tsx';
import { useRoomChange } from './room-change.ts';

interface Action {
  roomId: string;
  text: string;
  /** The accessible name, if `text` does not name the object of the action. */
  label?: string;
  /** The consequence of the action. */
  question: string;
  /** Whether the dialog has an input for a note. */
  note?: 'optional' | 'required';
  isDangerous?: boolean;
  run(note: string): Promise<unknown>;
  onDone?: () => void;
}

interface ActionButtonProps extends Action {
  icon: LucideIcon;
  isQuiet?: boolean;
}

/** A button that executes an action after a confirmation. Some actions take a note for the record. */
export function ActionButton({ icon: Icon, isQuiet = false, ...action }: ActionButtonProps) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size="xs"
        variant={isQuiet ? 'subtle' : 'default'}
        {...(action.isDangerous && { c: 'var(--bad)' })}
        leftSection={<Icon size={15} aria-hidden />}
        aria-label={action.label}
        onClick={open}
      >
        {action.text}
      </Button>
      <ActionDialog {...action} opened={opened} onClose={close} />
    </>
  );
}

interface ActionDialogProps extends Action {
  opened: boolean;
  onClose(): void;
}

function ActionDialog(props: ActionDialogProps) {
  const { roomId, text, label, question, note, isDangerous = false, opened, onClose } = props;
  const form = useForm({
    initialValues: { note: '' },
    validate: { note: (value) => (note === 'required' && !value.trim() ? 'Say why.' : null) },
  });
  const action = useRoomChange<string>(roomId, {
    change: props.run,
    onDone: () => {
      onClose();
      form.reset();
      props.onDone?.();
    },
  });
  return (
    <FormDialog
      title={label ?? text}
      opened={opened}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => action.mutate(values.note.trim()))}
      submit={text}
      isDangerous={isDangerous}
      isPending={action.isPending}
      problem={action.error}
    >
      <Text>{question}</Text>
      {note && (
        <Textarea
          label={note === 'required' ? 'Note' : 'Note (optional)'}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          data-autofocus
          {...form.getInputProps('note')}
        />
      )}
    </FormDialog>
  );
}
