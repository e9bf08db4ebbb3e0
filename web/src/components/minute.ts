import { useSyncExternalStore } from 'react';

const MINUTE_MS = 60_000;
const thisMinute = (): number => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

/** The beginning of the minute that it is, in milliseconds since 1970; renders again when it changes. */
export const useMinute = (): number => useSyncExternalStore(subscribe, thisMinute);
