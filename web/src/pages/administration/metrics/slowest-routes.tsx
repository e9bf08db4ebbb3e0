import { Title } from '@mantine/core';
import { numberText } from '../../../components/number-text.ts';
import { type ListColumn, ListRow, ListTable } from '../../../tables/list-table.tsx';
import type { Summary } from './metrics-query.ts';

const MAX_ROUTES = 10;
const COLUMNS: readonly ListColumn[] = [
  { name: 'Route' },
  { name: 'Requests', isNumber: true },
  { name: 'Median (ms)', isNumber: true },
  { name: 'p95 (ms)', isNumber: true },
  { name: 'p99 (ms)', isNumber: true },
];

/** The slowest routes, by their 95th percentile. */
export function SlowestRoutes({ endpoints }: { endpoints: Summary['api_performance']['endpoints'] }) {
  const slowest = Object.entries(endpoints)
    .sort(([, one], [, other]) => other.p95 - one.p95)
    .slice(0, MAX_ROUTES);
  return (
    <section aria-labelledby="slowest-routes">
      <Title order={2} id="slowest-routes" mb="xs">
        Slowest routes
      </Title>
      <ListTable what="routes" columns={COLUMNS} minWidth={560}>
        {slowest.map(([name, { count, median, p95, p99 }]) => (
          <ListRow
            key={name}
            columns={COLUMNS}
            cells={[name, ...[count, median, p95, p99].map(numberText)]}
          />
        ))}
      </ListTable>
    </section>
  );
}
