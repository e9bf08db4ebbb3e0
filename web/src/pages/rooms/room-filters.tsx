import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { ROOM_STATUS_OPTIONS } from '../../components/room-status-badge.tsx';
import { OUTCOME_OPTIONS } from '../../components/verdict-badge.tsx';
import type { RoomFilter } from './room-search.ts';

const TYPING_PAUSE_MS = 250;

interface RoomFiltersProps {
  filter: RoomFilter;
  onChange(changed: RoomFilter): void;
}

/** The filter of the list of rooms. */
export function RoomFilters({ filter, onChange }: RoomFiltersProps) {
  const search = useDebouncedCallback((q: string) => onChange({ q: q.trim() || undefined }), TYPING_PAUSE_MS);
  return (
    <Group component="search" gap="sm" align="flex-end">
      <TextInput
        label="Search"
        type="search"
        placeholder="Title, location, vessel or IMO number"
        leftSection={<Search size={16} aria-hidden />}
        defaultValue={filter.q ?? ''}
        maxLength={200}
        onChange={({ currentTarget }) => search(currentTarget.value)}
        flex="1 1 16rem"
      />
      <Select
        label="Verdict"
        placeholder="Any"
        clearable
        clearButtonProps={{ 'aria-label': 'Any verdict' }}
        data={OUTCOME_OPTIONS}
        value={filter.outcome ?? null}
        onChange={(outcome) => onChange({ outcome: outcome ?? undefined })}
        flex="1 1 10rem"
      />
      <Select
        label="Status"
        placeholder="Any"
        clearable
        clearButtonProps={{ 'aria-label': 'Any status' }}
        data={ROOM_STATUS_OPTIONS}
        value={filter.status ?? null}
        onChange={(status) => onChange({ status: status ?? undefined })}
        flex="1 1 8rem"
      />
    </Group>
  );
}
