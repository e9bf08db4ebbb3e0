import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './list-table.module.css';

export interface ListColumn {
  name: string;
  /** Numbers are aligned to the right. */
  isNumber?: boolean;
}

interface ListTableProps {
  /** The name of the rows, as in "accounts". */
  what: string;
  columns: readonly ListColumn[];
  /** In pixels. On a narrower screen, the table scrolls to the side. */
  minWidth: number;
  /** The rows, each a `ListRow`. */
  children: ReactNode;
}

/** A table. On a narrow screen it scrolls to the side, also by keyboard. On a phone, each row is a card. */
export const ListTable = ({ what, columns, minWidth, children }: ListTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area needs the focus for the keyboard
  <section className={classes.scroll} tabIndex={0} aria-label={`List of ${what}`}>
    <Table className={classes.table} fz="sm" __vars={{ '--least': `${minWidth}px` }} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ name, isNumber }) => (
            <Table.Th key={name} ta={isNumber ? 'right' : undefined}>
              {name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </section>
);

interface ListRowProps {
  columns: readonly ListColumn[];
  /** One cell for each column. */
  cells: readonly ReactNode[];
}

export const ListRow = ({ columns, cells }: ListRowProps) => (
  <Table.Tr>
    {columns.map(({ name, isNumber }, n) => (
      <Table.Td key={name} data-column={name} data-number={isNumber}>
        {cells[n]}
      </Table.Td>
    ))}
  </Table.Tr>
);
