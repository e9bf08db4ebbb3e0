import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useEveryRow } from './every-row.ts';
import { useRowFocus } from './row-focus.ts';
import { everyRow, withRow } from './rows-in-sight.ts';

interface VirtualRowsOptions {
  count: number;
  /** The height of a row in pixels, before it is measured. */
  estimatedHeight: number;
  keyAt(index: number): string;
  onNearEnd: (() => void) | undefined;
}

/** Rows beyond the visible ones, so that scrolling and the Tab key find the next ones rendered. */
const OVERSCAN = 12;
/** The height of the banner and of the table's heading, which cover the rows. */
const COVERED_PX = 110;

/** Returns which rows of a table to render and where they are. The table scrolls with the page. */
export function useVirtualRows({ count, estimatedHeight, keyAt, onNearEnd }: VirtualRowsOptions) {
  const body = useRef<HTMLTableSectionElement>(null);
  const focused = useRef<number | undefined>(undefined);
  const [top, setTop] = useState(0);
  const isEvery = useEveryRow();
  useLayoutEffect(() => {
    if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
  });
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimatedHeight,
    getItemKey: keyAt,
    overscan: OVERSCAN,
    scrollMargin: top,
    scrollPaddingStart: COVERED_PX,
    rangeExtractor: (range) => (isEvery ? everyRow(range) : withRow(range, focused.current)),
  });
  const handlers = useRowFocus({ body, focused, count, virtualizer });
  const items = virtualizer.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= count - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: report only when rows were added or the end comes near
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, count]);
  return {
    body,
    handlers,
    items,
    isEvery,
    top,
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
  };
}
