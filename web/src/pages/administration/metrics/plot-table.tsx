import { Table, Text } from '@mantine/core';
import { measureText } from '../../../components/number-text.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Point } from './metrics-query.ts';
import classes from './plot-table.module.css';
import type { PlotDescription } from './plots.ts';

/** The numbers of a plot, newest first, without the steps that have no values. */
export function PlotTable({
  plot: { title, unit, lines },
  points,
}: {
  plot: PlotDescription;
  points: readonly Point[];
}) {
  const rows = points.filter((point) => lines.some(({ field }) => point[field])).toReversed();
  if (rows.length === 0) return <Text size="sm">There are no values in this period.</Text>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area needs the focus for the keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={`${title}, table`}>
      <Table stickyHeader fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>From (UTC)</Table.Th>
            {lines.map(({ label, field }) => (
              <Table.Th key={field} ta="right">
                {unit ? `${label} (${unit})` : label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((point) => (
            <Table.Tr key={point.time}>
              <Table.Td>
                <TimeStamp at={point.time} />
              </Table.Td>
              {lines.map(({ field }) => (
                <Table.Td key={field} ta="right">
                  {measureText(point[field], '')}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
