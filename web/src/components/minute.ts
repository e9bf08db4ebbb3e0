import { useSyncExternalStore } from 'react';

const MINUTE_MS = 60_000;
const thisMinute = (): number => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

/** Returns the start of the current minute in milliseconds since 1970, and renders again every minute. */
export const useMinute = (): number => useSyncExternalStore(subscribe, thisMinute);
