import { Button, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/api.ts';
import { verdictWord } from '../../../components/verdict-badge.tsx';
import { type Shown, useGuardedChange } from '../../../room/guarded-change.ts';
import { RoomFormDialog } from '../../../room/room-form-dialog.tsx';
import type { Room } from '../../../room/room-queries.ts';

interface GiveApprovalProps {
  room: Room;
  shown(): Shown;
  path: { room_id: string; approval_id: string };
  isOwn: boolean;
  /** The approval inside a sentence. */
  whose: string;
}

/** A button that gives an approval of the room as it stands, also with subjects. */
export function GiveApproval(props: GiveApprovalProps) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Check size={15} aria-hidden />}
        aria-label={`Give ${props.whose}`}
        onClick={open}
      >
        Give {props.isOwn ? 'your' : 'the'} approval
      </Button>
      {opened && <GiveApprovalDialog {...props} onClose={close} />}
    </>
  );
}

const EMPTY = { note: '', subjects: '' };

function GiveApprovalDialog({
  room,
  path,
  whose,
  onClose,
  ...props
}: GiveApprovalProps & { onClose(): void }) {
  const [shown] = useState(props.shown);
  const form = useForm({ initialValues: EMPTY });
  const giving = useGuardedChange<typeof EMPTY>(room.id, {
    shown: () => shown,
    send: ({ note = '', subjects = '' }, header) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/approvals/{approval_id}/approve', {
          params: { path, header },
          body: { ...(note && { note }), subjects: linesOf(subjects) },
        }),
      ),
    onDone: onClose,
  });
  const isNow = `It is of the room as it stands now: ${verdictWord(room.verdict).text}.`;
  return (
    <RoomFormDialog
      title={`Give ${whose}`}
      size="lg"
      change={giving}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => giving.mutate(values))}
      submit="Give approval"
    >
      <Text size="sm" c="dimmed">
        {isNow} A subject is a condition. Until somebody lifts it, the room is cleared only with subjects.
      </Text>
      <Textarea
        label="Note (optional)"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        data-autofocus
        {...form.getInputProps('note')}
      />
      <Textarea
        label="Subjects, one on each line (optional)"
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('subjects')}
      />
    </RoomFormDialog>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
