import { Button, Group, Textarea } from '@mantine/core';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/api.ts';
import { ProblemState } from '../../../components/problem-state.tsx';
import { useRoomChange } from '../../../room/room-change.ts';

/** Sends a message to all parties of the room. */
export function MessageForm({ roomId }: { roomId: string }) {
  const [text, setText] = useState('');
  const send = useRoomChange<string>(roomId, {
    change: (text) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/messages', {
          params: { path: { room_id: roomId } },
          body: { text },
        }),
      ),
    onDone: () => setText(''),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) send.mutate(text.trim());
      }}
    >
      <Group align="flex-end" gap="xs">
        <Textarea
          label="Message to everybody in the room"
          description="The message becomes part of the record."
          autosize
          minRows={1}
          maxRows={8}
          maxLength={4000}
          flex="1 1 16rem"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<Send size={16} aria-hidden />}
          loading={send.isPending}
        >
          Send
        </Button>
      </Group>
      {send.error && <ProblemState title="The message was not sent" error={send.error} />}
    </form>
  );
}
