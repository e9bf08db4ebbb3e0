import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../api/api.ts';

const TYPING_PAUSE_MS = 250;
const MOST = 50;

interface RoomSelectProps {
  value: string | null;
  onChange(roomId: string | null): void;
  /** Where there is no "any". */
  isRequired?: boolean;
  flex?: string;
  /** What is wrong with the choice. */
  error?: string | null;
}

/** Finds a room by a word of it. */
export function RoomSelect({ value, onChange, isRequired = false, flex, error = null }: RoomSelectProps) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const { data } = useQuery({
    queryKey: ['rooms', 'choice', q],
    queryFn: () => bodyOf(api.GET('/api/v1/rooms', { params: { query: { limit: MOST, ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      label="Room"
      placeholder={isRequired ? 'Choose a room' : 'Any'}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No room' }}
      // The server has searched already, in more than the title.
      filter={({ options }) => options}
      data={data?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []}
      nothingFoundMessage="No room fits"
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      error={error}
      {...(flex && { flex })}
    />
  );
}
