import { Chip, Group, Input, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/api.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import type { ResponseBody } from '../../../contract/route-types.ts';
import { RoomSelect } from '../../../room/room-select.tsx';
import { CACHE } from './cache-queries.ts';

type Type = 'pdf' | 'json' | 'csv';
type Warmed = ResponseBody<'/api/v1/admin/cache/warm', 'post'>['items'][number];

const TYPES: readonly Type[] = ['pdf', 'json', 'csv'];

interface WarmDialogProps {
  opened: boolean;
  onClose(): void;
  onDone(text: string): void;
}

/** A dialog that renders the current state of a room into the cache. */
export function WarmDialog({ opened, onClose, onDone }: WarmDialogProps) {
  const [room, setRoom] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const [types, setTypes] = useState<string[]>(['pdf']);
  const warm = useWarming((text) => {
    onClose();
    onDone(text);
  });
  return (
    <FormDialog
      title="Warm the cache"
      opened={opened}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(room === null);
        if (room !== null) warm.mutate({ room, types });
      }}
      submit="Render now"
      isPending={warm.isPending}
      problem={warm.error}
    >
      <Text size="sm">This renders the current state of a room, so that its next snapshot is fast.</Text>
      <RoomSelect
        value={room}
        onChange={setRoom}
        isRequired
        error={isMissing && room === null ? 'Choose a room first.' : null}
      />
      <TypeChoice value={types} onChange={setTypes} />
    </FormDialog>
  );
}

function useWarming(onDone: (text: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ room, types }: { room: string; types: readonly string[] }) =>
      bodyOf(
        api.POST('/api/v1/admin/cache/warm', {
          body: { room_ids: [room], types: TYPES.filter((type) => types.includes(type)) },
        }),
      ),
    onSuccess: async ({ items }) => {
      onDone(items.map(describe).join('. '));
      await queries.invalidateQueries({ queryKey: [CACHE] });
    },
  });
}

const describe = ({ type, size, rendered }: Warmed): string =>
  `${type.toUpperCase()} (${fileSizeText(size)}): ${rendered ? 'rendered' : 'already cached'}`;

interface TypeChoiceProps {
  value: string[];
  onChange(types: string[]): void;
}

const TypeChoice = ({ value, onChange }: TypeChoiceProps) => (
  <Input.Wrapper label="Types" labelElement="div">
    <Chip.Group multiple value={value} onChange={onChange}>
      <Group gap="xs">
        {TYPES.map((type) => (
          <Chip key={type} value={type}>
            {type.toUpperCase()}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  </Input.Wrapper>
);
