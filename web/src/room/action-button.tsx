import { Button, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { LucideIcon } from 'lucide-react';
import { FormDialog } from '../components/form-dialog.tsx';
import { useRoomChange } from './room-change.ts';

interface ActionButtonProps {
  roomId: string;
  text: string;
  /** What is read out where `text` alone does not say about what. */
  label?: string;
  icon: LucideIcon;
  /** What will come of it. */
  question: string;
  /** Whether a remark is asked for, or is a must. */
  note?: 'optional' | 'required';
  isDangerous?: boolean;
  isQuiet?: boolean;
  run(note: string): Promise<unknown>;
  onDone?: () => void;
}

/** Does something after asking whether it is meant, with a remark where the record wants one. */
export function ActionButton(props: ActionButtonProps) {
  const { roomId, text, label, icon: Icon, question, note, isDangerous = false, isQuiet = false } = props;
  const [opened, { open, close }] = useDisclosure();
  const form = useForm({
    initialValues: { note: '' },
    validate: { note: (value) => (note === 'required' && !value.trim() ? 'Say why.' : null) },
  });
  const action = useRoomChange<string>(roomId, {
    change: props.run,
    onDone: () => {
      close();
      form.reset();
      props.onDone?.();
    },
  });
  return (
    <>
      <Button
        size="xs"
        variant={isQuiet ? 'subtle' : 'default'}
        {...(isDangerous && { c: 'var(--bad)' })}
        leftSection={<Icon size={15} aria-hidden />}
        aria-label={label}
        onClick={open}
      >
        {text}
      </Button>
      <FormDialog
        title={label ?? text}
        opened={opened}
        onClose={close}
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
    </>
  );
}
