import { Autocomplete, Button, Group, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { matchingOptions } from '../../../components/matching-options.ts';
import { RoomSelect } from '../../../room/room-select.tsx';
import type { TrailFilter } from './audit-trail.ts';

interface Fields {
  actor: string;
  action: string;
  room: string | null;
  /** The value of the input, without a zone: `2027-03-01T08:00`. It is UTC. */
  from: string;
  to: string;
  q: string;
}

const EMPTY: Fields = { actor: '', action: '', room: null, from: '', to: '', q: '' };

interface AuditFiltersProps {
  /** The actors and actions of the listed entries, as suggestions. */
  actors: readonly string[];
  actions: readonly string[];
  onSearch(filter: TrailFilter): void;
}

/** The form that searches the audit log. */
export function AuditFilters({ actors, actions, onSearch }: AuditFiltersProps) {
  const form = useForm<Fields>({ initialValues: EMPTY });
  return (
    <form onSubmit={form.onSubmit((fields) => onSearch(filterOf(fields)))}>
      <Group component="search" gap="sm" align="flex-end">
        <Autocomplete
          label="Actor"
          placeholder="Email, or system"
          data={[...actors]}
          filter={matchingOptions}
          flex="1 1 14rem"
          {...form.getInputProps('actor')}
        />
        <Autocomplete
          label="Action"
          placeholder="Such as document_approved"
          data={[...actions]}
          filter={matchingOptions}
          flex="1 1 14rem"
          {...form.getInputProps('action')}
        />
        <RoomSelect
          value={form.values.room}
          onChange={(room) => form.setFieldValue('room', room)}
          flex="1 1 16rem"
        />
        <Period form={form} />
        <TextInput
          label="Text in the details"
          maxLength={200}
          flex="1 1 12rem"
          {...form.getInputProps('q')}
        />
        <Button type="submit">Search</Button>
        <Button
          variant="default"
          onClick={() => {
            form.setValues(EMPTY);
            onSearch({});
          }}
        >
          Show all
        </Button>
      </Group>
    </form>
  );
}

const Period = ({ form }: { form: UseFormReturnType<Fields> }) => (
  <>
    <TextInput label="From (UTC)" type="datetime-local" flex="1 1 12rem" {...form.getInputProps('from')} />
    <TextInput label="To (UTC)" type="datetime-local" flex="1 1 12rem" {...form.getInputProps('to')} />
  </>
);

const filterOf = ({ actor, action, room, from, to, q }: Fields): TrailFilter => ({
  actor: actor.trim() || undefined,
  action: action.trim() || undefined,
  room_id: room ?? undefined,
  from: from ? `${from}:00Z` : undefined,
  to: to ? `${to}:00Z` : undefined,
  q: q.trim() || undefined,
});
