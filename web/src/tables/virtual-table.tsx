import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  Fragment,
  memo,
  type ReactNode,
  type Ref,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useRowFocus } from './row-focus.ts';
import { withRow } from './rows-in-sight.ts';
import classes from './virtual-table.module.css';

export interface Column {
  name: string;
  /** Of CSS; the rest is shared among the columns without one. */
  width?: string;
}

interface VirtualTableProps<Row> {
  label: string;
  columns: readonly Column[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  /** The cells of a row, one for each column. */
  cells(row: Row): readonly ReactNode[];
  /** Pixels, before a row has been measured. */
  estimatedHeight: number;
  /** False while rows are still to be fetched. */
  isWhole?: boolean;
  /** The reader gets close to the last row. */
  onNearEnd?: () => void;
}

/** Rows beyond what is in sight, so that scrolling and the Tab key find the next ones there. */
const OVERSCAN = 12;
/** The banner and the heading of the table lie over the rows. */
const COVERED_PX = 110;

/**
 * A table of any length in the page: only the rows in sight exist, and still it is a table with its true number
 * of rows to assistive tools. In it, arrow keys, Home and End go from row to row.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, keyOf, cells, estimatedHeight, isWhole = true, onNearEnd } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const focused = useRef<number | undefined>(undefined);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
  });
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => estimatedHeight,
    getItemKey: (index) => keyOf(rows[index] as Row),
    overscan: OVERSCAN,
    scrollMargin: top,
    scrollPaddingStart: COVERED_PX,
    rangeExtractor: (range) => withRow(range, focused.current),
  });
  const keys = useRowFocus({ body, focused, count: rows.length, virtualizer });
  const items = virtualizer.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= rows.length - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew only when there are more rows or the end comes near
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, rows.length]);
  let reached = top;
  return (
    <table className={classes.table} aria-label={label} aria-rowcount={isWhole ? rows.length + 1 : -1}>
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
      <tbody ref={body} {...keys}>
        {items.map(({ index, key, start, end }) => {
          const gap = start - reached;
          reached = end;
          return (
            <Fragment key={key}>
              <Gap height={gap} />
              <DrawnRow
                ref={virtualizer.measureElement}
                index={index}
                row={rows[index] as Row}
                columns={columns}
                cells={cells}
              />
            </Fragment>
          );
        })}
        <Gap height={virtualizer.getTotalSize() - (reached - top)} />
      </tbody>
    </table>
  );
}

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

/** Drawn anew when its row or the table changes, not whenever the table scrolls. */
const DrawnRow = memo(TableRow) as typeof TableRow;

/** The place of rows that do not exist. */
const Gap = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr aria-hidden className={classes.gap}>
      <td style={{ height }} />
    </tr>
  ) : null;
