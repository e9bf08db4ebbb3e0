import { useSyncExternalStore } from 'react';
import type { Role } from '../contract/role.ts';

/** The session of a user in this browser. */
export interface Session {
  token: string;
  email: string;
  name: string;
  role: Role;
  /** ISO 8601 */
  expires_at: string;
}

const KEY = 'roomshot.session';
const listeners = new Set<() => void>();
let known = read();

function read(): Session | null {
  try {
    const session = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Session | null;
    return session && Date.parse(session.expires_at) > Date.now() ? session : null;
  } catch {
    return null;
  }
}

function set(session: Session | null): void {
  known = session;
  for (const listener of listeners) listener();
}

// A session belongs to all tabs of the browser.
window.addEventListener('storage', ({ key }) => {
  if (key === KEY || key === null) set(read());
});

export const currentSession = (): Session | null => known;

export function beginSession(session: Session): void {
  localStorage.setItem(KEY, JSON.stringify(session));
  set(session);
}

/** Ends the current session. With a token, it ends only the session with this token. */
export function endSession(token?: string): void {
  if (token !== undefined && token !== known?.token) return;
  localStorage.removeItem(KEY);
  set(null);
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = (): Session | null => useSyncExternalStore(onSessionChange, currentSession);
