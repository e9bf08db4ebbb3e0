import { Button, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { IfMatch } from '../api/revised.ts';
import { type Shown, useGuardedChange } from './guarded-change.ts';
import { RoomFormDialog } from './room-form-dialog.tsx';

interface Action {
  roomId: string;
  text: string;
  /** The accessible name, if `text` does not name the object of the action. */
  label?: string;
  /** The consequence of the action. */
  question: string;
  /** Whether the dialog has an input for a note. */
  note?: 'optional' | 'required';
  /** What the note is. */
  noteLabel?: string;
  isDangerous?: boolean;
  /** The values on which the action depends. */
  shown(): Shown;
  /** @param reason why the clearance asks for less, once the server has asked for it */
  run(note: string, header: IfMatch, reason?: string): Promise<unknown>;
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
      {opened && <ActionDialog {...action} onClose={close} />}
    </>
  );
}

interface ActionDialogProps extends Action {
  onClose(): void;
}

function ActionDialog(props: ActionDialogProps) {
  const { roomId, text, label, question, note, noteLabel = 'Note', isDangerous = false, onClose } = props;
  const [shown] = useState(props.shown);
  const form = useForm({
    initialValues: { note: '' },
    validate: { note: (value) => (note === 'required' && !value.trim() ? 'Say why.' : null) },
  });
  const action = useGuardedChange<{ note: string }>(roomId, {
    shown: () => shown,
    send: ({ note }, header, reason) => props.run(note, header, reason),
    onDone: () => {
      onClose();
      props.onDone?.();
    },
  });
  return (
    <RoomFormDialog
      title={label ?? text}
      change={action}
      onClose={onClose}
      onSubmit={form.onSubmit(({ note }) => action.mutate({ note: note.trim() }))}
      submit={text}
      isDangerous={isDangerous}
    >
      <Text>{question}</Text>
      {note && (
        <Textarea
          label={note === 'required' ? noteLabel : `${noteLabel} (optional)`}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          data-autofocus
          {...form.getInputProps('note')}
        />
      )}
    </RoomFormDialog>
  );
}
