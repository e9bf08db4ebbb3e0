import type { Config } from './config.ts';
import { DATABASE_URL, SETTINGS } from './settings.ts';

/** A setting as administrators see it. */
export interface ReportedSetting {
  /** As in the environment. */
  name: string;
  meaning: string;
  /** The allowed values. */
  allowed: string;
  /** `null` if there is none. */
  default: string | null;
  is_secret: boolean;
  is_set: boolean;
  /** The effective value. `null` if there is none, and always for secrets. */
  value: string | null;
}

/** Returns all effective settings. For a secret, it only reports whether it is set. */
export function reportSettings({
  given,
  databaseUrl,
}: Pick<Config, 'given' | 'databaseUrl'>): ReportedSetting[] {
  const settings = Object.entries(SETTINGS).map(([shortName, [fallback, meaning, kind]]) => {
    const name = `ROOMSHOT_${shortName}`;
    const value = given[name];
    const isSecret = kind === 'secret';
    return {
      ...{ name, meaning, allowed: describeKind(kind), default: fallback || null },
      ...{ is_secret: isSecret, is_set: value !== undefined },
      value: isSecret ? null : withoutCredentials(value ?? fallback) || null,
    };
  });
  const [, meaning, allowed] = DATABASE_URL;
  // The value contains a password.
  const database = { is_secret: true, is_set: databaseUrl !== undefined, value: null };
  return [...settings, { name: 'DATABASE_URL', meaning, allowed, default: null, ...database }];
}

const describeKind = (kind: string | readonly [number, number]): string =>
  typeof kind === 'string' ? kind : `${kind[0]} to ${kind[1]}`;

/** Removes the user and the password from a URL. They are a secret inside a public value. */
const withoutCredentials = (text: string): string => text.replace(/\/\/[^/@\s]+@/g, '//…@');
