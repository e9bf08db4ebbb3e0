import { Fragment, memo, type ReactNode, type Ref } from 'react';
import { useVirtualRows } from './virtual-rows.ts';
import classes from './virtual-table.module.css';

export interface Column {
  name: string;
  /** The width as a CSS value. Columns without a width share the rest. */
  width?: string;
}

interface VirtualTableProps<Row> {
  label: string;
  columns: readonly Column[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  /** Returns the cells of a row, one for each column. */
  cells(row: Row): readonly ReactNode[];
  /** The height of a row in pixels, before it is measured. */
  estimatedHeight: number;
  /** False while the server has more rows. */
  isWhole?: boolean;
  /** Called when the user gets close to the last row. */
  onNearEnd?: () => void;
}

/**
 * A table of any length in the page. Only the visible rows exist, but assistive tools get the true number of rows, and
 * the print and the search of the browser get every loaded row. The arrow keys, Home and End move from row to row.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, keyOf, cells, estimatedHeight, isWhole = true, onNearEnd } = props;
  const { body, handlers, items, isEvery, top, height, measure } = useVirtualRows({
    count: rows.length,
    estimatedHeight,
    keyAt: (index) => keyOf(rows[index] as Row),
    onNearEnd,
  });
  let covered = top;
  return (
    <table className={classes.table} aria-label={label} aria-rowcount={isWhole ? rows.length + 1 : -1}>
      <Columns columns={columns} />
      <tbody ref={body} {...handlers}>
        {items.map(({ index, key, start, end }) => {
          const gap = start - covered;
          covered = end;
          return (
            <Fragment key={key}>
              <Gap height={gap} />
              <MemoizedRow
                ref={measure}
                index={index}
                row={rows[index] as Row}
                columns={columns}
                cells={cells}
              />
            </Fragment>
          );
        })}
        {isEvery ? !isWhole && <Rest span={columns.length} /> : <Gap height={height - (covered - top)} />}
      </tbody>
    </table>
  );
}

const Columns = ({ columns }: { columns: readonly Column[] }) => (
  <>
    <colgroup>
      {columns.map(({ name, width }) => (
        <col key={name} style={{ width }} />
      ))}
    </colgroup>
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ name }) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  </>
);

interface TableRowProps<Row> {
  ref: Ref<HTMLTableRowElement>;
  index: number;
  row: Row;
  columns: readonly Column[];
  cells(row: Row): readonly ReactNode[];
}

const TableRow = <Row,>({ ref, index, row, columns, cells }: TableRowProps<Row>) => (
  <tr ref={ref} data-index={index} aria-rowindex={index + 2}>
    {cells(row).map((cell, n) => (
      <td key={columns[n]?.name} data-column={columns[n]?.name}>
        {cell}
      </td>
    ))}
  </tr>
);

/** A row that renders again when the row or the table changes, but not while the table scrolls. */
const MemoizedRow = memo(TableRow) as typeof TableRow;

/** What a print or a search of the browser does not see. */
const Rest = ({ span }: { span: number }) => (
  <tr>
    <td colSpan={span}>
      More rows follow. Scroll to the end to load them before you print or search the page.
    </td>
  </tr>
);

/** The space of rows that are not rendered. */
const Gap = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr aria-hidden className={classes.gap}>
      <td style={{ height }} />
    </tr>
  ) : null;
