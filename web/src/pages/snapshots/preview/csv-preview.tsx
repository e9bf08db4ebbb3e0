import { Table, Tabs, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Panel } from '../../../components/panel.tsx';
import type { Snapshot } from '../../../snapshots/snapshot.ts';
import classes from './csv-preview.module.css';
import { type CsvTable, readCsvTables } from './csv-tables.ts';

/** The tables of a CSV record, with the first rows of each. */
export default function CsvPreview({ snapshot, file }: { snapshot: Snapshot; file: Blob }) {
  const { data: tables } = useSuspenseQuery({
    queryKey: ['file', snapshot.id, 'tables'],
    queryFn: async () => readCsvTables(new Uint8Array(await file.arrayBuffer())),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Panel title="Preview">
      <Tabs defaultValue={tables[0]?.name ?? null} keepMounted={false}>
        <Tabs.List aria-label="Tables">
          {tables.map(({ name, rowCount }) => (
            <Tabs.Tab key={name} value={name}>
              {name}.csv <span className={classes.count}>{rowCount}</span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tables.map((table) => (
          <Tabs.Panel key={table.name} value={table.name} pt="sm">
            <FirstRows table={table} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Panel>
  );
}

const FirstRows = ({ table: { name, fields, rows, rowCount } }: { table: CsvTable }) => (
  <>
    <Text size="sm" c="dimmed" mb="xs">
      {rowCount > rows.length ? `The first ${rows.length} of ${rowCount} rows` : 'The whole table'}
    </Text>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area needs the focus for the keyboard */}
    <section className={classes.rows} tabIndex={0} aria-label={`${name}.csv`}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            {fields.map((field) => (
              <Table.Th key={field}>{field}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.join('\n')}>
              {fields.map((field, column) => (
                <Table.Td key={field} dir="auto">
                  {row[column]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  </>
);
