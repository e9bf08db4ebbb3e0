import { Chip, Group, Input, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/api.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { RoomSelect } from '../../../room/room-select.tsx';
import { CACHE } from './cache-queries.ts';

type Type = 'pdf' | 'json' | 'csv';
const TYPES: readonly Type[] = ['pdf', 'json', 'csv'];

interface WarmDialogProps {
  opened: boolean;
  onClose(): void;
  onDone(text: string): void;
}

/** Asks which room is to be rendered as it is now. */
export function WarmDialog({ opened, onClose, onDone }: WarmDialogProps) {
  const queries = useQueryClient();
  const [room, setRoom] = useState<string | null>(null);
  const [isLacking, setLacking] = useState(false);
  const [types, setTypes] = useState<string[]>(['pdf']);
  const warm = useMutation({
    mutationFn: (room_id: string) =>
      bodyOf(
        api.POST('/api/v1/admin/cache/warm', {
          body: { room_ids: [room_id], types: TYPES.filter((type) => types.includes(type)) },
        }),
      ),
    onSuccess: async ({ items }) => {
      onClose();
      onDone(
        items
          .map(
            ({ type, size, rendered }) =>
              `${type.toUpperCase()} (${fileSizeText(size)}): ${rendered ? 'rendered' : 'was there already'}`,
          )
          .join('. '),
      );
      await queries.invalidateQueries({ queryKey: [CACHE] });
    },
  });
  return (
    <FormDialog
      title="Warm the cache"
      opened={opened}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        setLacking(room === null);
        if (room !== null) warm.mutate(room);
      }}
      submit="Render now"
      isPending={warm.isPending}
      problem={warm.error}
    >
      <Text size="sm">Renders a room as it is now, so that its next snapshot is quick.</Text>
      <RoomSelect
        value={room}
        onChange={setRoom}
        isRequired
        error={isLacking && room === null ? 'Choose a room first.' : null}
      />
      <Input.Wrapper label="Types" labelElement="div">
        <Chip.Group multiple value={types} onChange={setTypes}>
          <Group gap="xs">
            {TYPES.map((type) => (
              <Chip key={type} value={type}>
                {type.toUpperCase()}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
    </FormDialog>
  );
}
