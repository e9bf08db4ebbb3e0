import type { Virtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useState } from 'react';

interface RowFocusParts {
  body: RefObject<HTMLTableSectionElement | null>;
  /** The row with the focus. */
  focused: RefObject<number | undefined>;
  count: number;
  virtualizer: Virtualizer<Window, Element>;
}

const PAGE_ROWS = 10;

/** Returns the row that a key moves the focus to; `undefined` for keys that do not move it. */
function rowAfter(key: string, from: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, last);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'PageDown':
      return Math.min(from + PAGE_ROWS, last);
    case 'PageUp':
      return Math.max(from - PAGE_ROWS, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

const rowOf = (target: EventTarget): number | undefined => {
  const index = (target as Element).closest('tr')?.dataset.index;
  return index === undefined ? undefined : Number(index);
};

/** Returns the event handlers of the body of a virtual table. Keys move the focus to rows that are not rendered yet. */
export function useRowFocus({ body, focused, count, virtualizer }: RowFocusParts) {
  const [wanted, setWanted] = useState<number>();
  useEffect(() => {
    if (wanted === undefined) return;
    body.current?.querySelector<HTMLElement>(`tr[data-index="${wanted}"] :is(a, button)`)?.focus({
      preventScroll: true,
    });
    virtualizer.scrollToIndex(wanted, { align: 'auto' });
    setWanted(undefined);
  }, [wanted, body, virtualizer]);
  return {
    onFocus({ target }: FocusEvent) {
      focused.current = rowOf(target);
    },
    onBlur() {
      focused.current = undefined;
    },
    onKeyDown(event: KeyboardEvent) {
      const from = rowOf(event.target);
      if (from === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = rowAfter(event.key, from, count - 1);
      if (to === undefined) return;
      event.preventDefault();
      focused.current = to;
      virtualizer.scrollToIndex(to, { align: 'auto' });
      setWanted(to);
    },
  };
}
