import { useSyncExternalStore } from 'react';

// Printing and the search of the browser see only what is rendered. While they work, tables render every row.

let isWanted = false;
const listeners = new Set<() => void>();

function want(wanted: boolean): void {
  isWanted = wanted;
  for (const listener of listeners) listener();
}

const isSearch = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === 'F3' || ((ctrlKey || metaKey) && (key === 'f' || key === 'g'));

window.addEventListener('beforeprint', () => want(true));
window.addEventListener('afterprint', () => want(false));
// A browser does not say when its search ends. The rows stay until the user leaves the table.
window.addEventListener('keydown', (event) => isSearch(event) && want(true), { capture: true });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) isWanted = false;
  };
}

/** Returns whether every row has to be rendered, because the user prints the page or searches in it. */
export const useEveryRow = (): boolean => useSyncExternalStore(subscribe, () => isWanted);
