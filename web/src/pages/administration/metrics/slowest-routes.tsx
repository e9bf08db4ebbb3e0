import { Table, Title } from '@mantine/core';
import { numberText } from '../number-text.ts';
import type { Summary } from './metrics-query.ts';

const MOST = 10;

/** The routes that took the longest, by their 95th percentile. */
export function SlowestRoutes({ endpoints }: { endpoints: Summary['api_performance']['endpoints'] }) {
  const slowest = Object.entries(endpoints)
    .sort(([, one], [, other]) => other.p95 - one.p95)
    .slice(0, MOST);
  return (
    <section aria-labelledby="slowest-routes">
      <Title order={2} id="slowest-routes" mb="xs">
        Slowest routes
      </Title>
      <Table.ScrollContainer minWidth={560} scrollAreaProps={{ type: 'auto' }}>
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Route</Table.Th>
              {['Requests', 'Median (ms)', 'p95 (ms)', 'p99 (ms)'].map((title) => (
                <Table.Th key={title} ta="right">
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {slowest.map(([name, { count, median, p95, p99 }]) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td ta="right">{numberText(count)}</Table.Td>
                <Table.Td ta="right">{numberText(median)}</Table.Td>
                <Table.Td ta="right">{numberText(p95)}</Table.Td>
                <Table.Td ta="right">{numberText(p99)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
