import { readFileSync } from 'node:fs';
import { AppError } from '../platform/kernel/errors.ts';
import { SETTINGS } from './settings.ts';

export type Environment = Record<string, string | undefined>;

/** The settings that can name a file with their value instead. The address of the database contains a password. */
const SECRETS: readonly string[] = [
  'DATABASE_URL',
  ...Object.entries(SETTINGS).flatMap(([name, [, , kind]]) =>
    kind === 'secret' ? [`ROOMSHOT_${name}`] : [],
  ),
];

/** Some KiB would do. A larger file is a mistake. */
const MAX_BYTES = 65_536;

/**
 * Reads the secrets that are in files: `ROOMSHOT_JWT_SECRET_FILE` names the file with `ROOMSHOT_JWT_SECRET`.
 * @throws AppError `bad_setting` if both are set, and for a file that cannot be read, is empty or too large
 */
export function withSecretsOfFiles(given: Environment): Environment {
  const environment = { ...given };
  for (const name of SECRETS) {
    const path = given[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (given[name]?.trim()) throw unusable(`${name}_FILE`, `unset when ${name} is set`);
    environment[name] = readSecret(`${name}_FILE`, path);
  }
  return environment;
}

function readSecret(name: string, path: string): string {
  const wanted = `a file with the secret, of at most ${MAX_BYTES} bytes, that the server can read`;
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text !== '' && text.length <= MAX_BYTES) return text;
  } catch (cause) {
    throw unusable(name, wanted, cause);
  }
  throw unusable(name, wanted);
}

const unusable = (name: string, wanted: string, cause?: unknown): AppError =>
  new AppError('invalid', 'bad_setting', `The setting ${name} must be ${wanted}.`, { cause });
