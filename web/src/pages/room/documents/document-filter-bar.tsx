import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { Search, X } from 'lucide-react';
import { useSearchParams } from 'wouter';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { sentenceCase } from '../../../room/sentence-case.ts';
import { documentStatusWord } from '../../../room/status-words.ts';
import { type DocumentFilter, FILTERS } from './document-filter.ts';

interface DocumentFilterBarProps {
  filter: DocumentFilter;
  /** All of the room: only what occurs among them can be chosen. */
  documents: readonly RoomDocument[];
}

/** Narrows the documents; what is chosen stands in the address. */
export function DocumentFilterBar({ filter, documents }: DocumentFilterBarProps) {
  const [, setSearch] = useSearchParams();
  const set = (name: keyof DocumentFilter, value: string) =>
    setSearch(
      (search) => {
        if (value) search.set(name, value);
        else search.delete(name);
        return search;
      },
      { replace: true },
    );
  const clear = () =>
    setSearch((search) => {
      for (const name of FILTERS) search.delete(name);
      return search;
    });
  const bind = (name: keyof DocumentFilter) => ({
    value: filter[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => set(name, currentTarget.value),
  });
  const vessels = new Map(
    documents.map((each) => [each.vessel_id ?? 'room', each.vessel_name ?? 'The operation']),
  );
  return (
    <Group role="search" aria-label="Documents" gap="xs" align="flex-end">
      <TextInput
        label="Search"
        placeholder="Type, vessel, notes, file"
        leftSection={<Search size={16} aria-hidden />}
        flex="3 1 14rem"
        {...bind('q')}
      />
      <NativeSelect
        label="Findings"
        flex="1 1 7rem"
        data={[all('All'), { value: 'blocking', label: 'Blocking' }, { value: 'open', label: 'Open' }]}
        {...bind('findings')}
      />
      <NativeSelect
        label="Status"
        flex="1 1 7rem"
        data={[all('All'), ...choices(documents, 'status', (status) => documentStatusWord(status).text)]}
        {...bind('status')}
      />
      <NativeSelect
        label="Category"
        flex="1 1 7rem"
        data={[all('All'), ...choices(documents, 'category', sentenceCase)]}
        {...bind('category')}
      />
      <NativeSelect
        label="Vessel"
        flex="1 1 7rem"
        data={[all('All'), ...[...vessels].map(([value, label]) => ({ value, label }))]}
        {...bind('vessel')}
      />
      {FILTERS.some((name) => filter[name]) && (
        <Button variant="subtle" leftSection={<X size={16} aria-hidden />} onClick={clear}>
          Show all
        </Button>
      )}
    </Group>
  );
}

const all = (label: string) => ({ value: '', label });

/** What the documents of the room have in a field. */
const choices = <Name extends 'status' | 'category'>(
  documents: readonly RoomDocument[],
  field: Name,
  textOf: (value: RoomDocument[Name]) => string,
) => [...new Set(documents.map((each) => each[field]))].map((value) => ({ value, label: textOf(value) }));
