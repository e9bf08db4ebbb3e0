import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Section } from '../../../shell/section.tsx';
import { PagedTable } from '../../../tables/paged-table.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { auditTrail, type Entry, type TrailFilter } from './audit-trail.ts';
import { ChainCheck } from './chain-check.tsx';
import { ENTRY_COLUMNS, EntryRow } from './entry-row.tsx';

/** The audit log: a check of its integrity, and a search of its entries. */
export default function AuditPage() {
  const [filter, setFilter] = useState<TrailFilter>({});
  const list = useInfiniteQuery(auditTrail(filter));
  const entries = list.data?.pages.flatMap(({ items }) => items);
  return (
    <Section title="Audit log">
      <ChainCheck />
      <AuditFilters
        actors={valuesOf(entries, 'actor')}
        actions={valuesOf(entries, 'action')}
        onSearch={setFilter}
      />
      <PagedTable
        what="entries"
        columns={ENTRY_COLUMNS}
        rows={entries?.map((entry) => <EntryRow key={entry.seq} entry={entry} />)}
        none="No entry matches. Use fewer criteria, or a longer period."
        minWidth={900}
        list={list}
      />
    </Section>
  );
}

const valuesOf = (entries: readonly Entry[] | undefined, field: 'actor' | 'action'): string[] =>
  [...new Set(entries?.map((entry) => entry[field]))].sort();
