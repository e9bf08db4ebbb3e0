import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { ROLE_OPTIONS } from './role-options.ts';
import type { UserFilter } from './user-list.ts';

const TYPING_PAUSE_MS = 250;
const STATUS_OPTIONS = [
  { value: 'true', label: 'Active' },
  { value: 'false', label: 'Deactivated' },
];

interface UserFiltersProps {
  filter: UserFilter;
  onChange(changed: UserFilter): void;
}

export function UserFilters({ filter, onChange }: UserFiltersProps) {
  const search = useDebouncedCallback(
    (text: string) => onChange({ search: text.trim() || undefined }),
    TYPING_PAUSE_MS,
  );
  return (
    <Group component="search" gap="sm" align="flex-end">
      <TextInput
        label="Search"
        type="search"
        placeholder="Email or name"
        leftSection={<Search size={16} aria-hidden />}
        maxLength={100}
        onChange={({ currentTarget }) => search(currentTarget.value)}
        flex="1 1 16rem"
      />
      <Select
        label="Role"
        placeholder="Any"
        clearable
        clearButtonProps={{ 'aria-label': 'Any role' }}
        data={ROLE_OPTIONS}
        value={filter.role ?? null}
        onChange={(role) => onChange({ role: role ?? undefined })}
        flex="1 1 9rem"
      />
      <Select
        label="Status"
        placeholder="Any"
        clearable
        clearButtonProps={{ 'aria-label': 'Any status' }}
        data={STATUS_OPTIONS}
        value={filter.active === undefined ? null : String(filter.active)}
        onChange={(active) => onChange({ active: active === null ? undefined : active === 'true' })}
        flex="1 1 9rem"
      />
    </Group>
  );
}
