import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../api/api.ts';

const TYPING_PAUSE_MS = 250;
const MAX_CHOICES = 50;

interface RoomSelectProps {
  value: string | null;
  onChange(roomId: string | null): void;
  /** Whether the form needs a room. Otherwise, no choice means any room. */
  isRequired?: boolean;
  flex?: string;
  /** The error of the choice. */
  error?: string | null;
}

/** A select that searches the rooms by words. */
export function RoomSelect({ value, onChange, isRequired = false, flex, error = null }: RoomSelectProps) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const { data } = useQuery({
    queryKey: ['rooms', 'choice', q],
    queryFn: () =>
      bodyOf(api.GET('/api/v1/rooms', { params: { query: { limit: MAX_CHOICES, ...(q && { q }) } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      label="Room"
      placeholder={isRequired ? 'Choose a room' : 'Any'}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No room' }}
      // The server has filtered the rooms already, by more than the title.
      filter={({ options }) => options}
      data={data?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []}
      nothingFoundMessage="No room matches"
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      error={error}
      {...(flex && { flex })}
    />
  );
}
