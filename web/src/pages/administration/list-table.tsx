import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './list-table.module.css';

interface ListTableProps {
  /** What is listed, as in "accounts". */
  what: string;
  columns: readonly string[];
  /** Pixels; below, the table scrolls to the side. */
  minWidth: number;
  /** Its rows. */
  children: ReactNode;
}

/** A table that scrolls to the side, by the keyboard too, where there is no room for it. */
export const ListTable = ({ what, columns, minWidth, children }: ListTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
  <section className={classes.scroll} tabIndex={0} aria-label={`List of ${what}`}>
    <Table fz="sm" miw={minWidth} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{column}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </section>
);
