import { Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { numberText } from '../../../components/number-text.ts';
import classes from './plot-card.module.css';

interface CountTableProps {
  title: string;
  /** The heading of the column with the counted values. */
  of: string;
  counts: Readonly<Record<string, number>>;
  none: string;
  help: string;
}

/** A table of counts, the largest first. */
export function CountTable({ title, of, counts, none, help }: CountTableProps) {
  const heading = useId();
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return (
    <section className={classes.card} aria-labelledby={heading}>
      <Title order={3} id={heading}>
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {rows.length === 0 ? none : help}
      </Text>
      {rows.length > 0 && (
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{of}</Table.Th>
              <Table.Th ta="right">Number</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, count]) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td ta="right">{numberText(count)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
