import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { Search, X } from 'lucide-react';
import { sentenceCase } from '../../../components/sentence-case.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { documentStatusWord } from '../../../room/status-words.ts';
import { type DocumentFilter, FILTERS } from './document-filter.ts';
import { useFilterInputs } from './use-filter-inputs.ts';

interface DocumentFilterBarProps {
  filter: DocumentFilter;
  /** All documents of the room. Only values that occur among them are offered. */
  documents: readonly RoomDocument[];
}

/** The filter of the documents. Its values are in the address. */
export function DocumentFilterBar({ filter, documents }: DocumentFilterBarProps) {
  const { bind, clear } = useFilterInputs(filter);
  return (
    <Group role="search" aria-label="Documents" gap="xs" align="flex-end">
      <TextInput
        label="Search"
        placeholder="Type, vessel, notes, file"
        leftSection={<Search size={16} aria-hidden />}
        flex="3 1 14rem"
        {...bind('q')}
      />
      {choicesOf(documents).map(({ name, label, options }) => (
        <NativeSelect key={name} label={label} flex="1 1 7rem" data={[ALL, ...options]} {...bind(name)} />
      ))}
      {FILTERS.some((name) => filter[name]) && (
        <Button variant="subtle" leftSection={<X size={16} aria-hidden />} onClick={clear}>
          Show all
        </Button>
      )}
    </Group>
  );
}

const ALL = { value: '', label: 'All' };
const FINDINGS = [
  { value: 'blocking', label: 'Blocking' },
  { value: 'open', label: 'Open' },
];

const choicesOf = (documents: readonly RoomDocument[]) =>
  [
    { name: 'findings', label: 'Findings', options: FINDINGS },
    {
      name: 'status',
      label: 'Status',
      options: optionsOf(documents, ({ status }) => [status, documentStatusWord(status).text]),
    },
    {
      name: 'category',
      label: 'Category',
      options: optionsOf(documents, ({ category }) => [category, sentenceCase(category)]),
    },
    {
      name: 'vessel',
      label: 'Vessel',
      options: optionsOf(documents, (each) => [
        each.vessel_id ?? 'room',
        each.vessel_name ?? 'The operation',
      ]),
    },
  ] as const;

/** Returns the distinct values among documents as options of a select. */
const optionsOf = (
  documents: readonly RoomDocument[],
  valueAndLabel: (document: RoomDocument) => [value: string, label: string],
) => [...new Map(documents.map(valueAndLabel))].map(([value, label]) => ({ value, label }));
