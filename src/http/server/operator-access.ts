import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../../people/permissions/actor.ts';
import { readIfThere, replaceFile } from '../../platform/kernel/durable-file.ts';
import { sha256 } from '../../platform/kernel/hash.ts';

/** Whoever can read the data folder has everything in their hands already. */
const OPERATOR: Actor = { userId: 'system', email: 'system', name: 'Command line', role: 'admin' };
const FILE = 'operator.json';

/** Where a running server can be reached by commands on the same machine, and with which token. */
export interface OperatorEndpoint {
  address: string;
  token: string;
}

/** A token of this process alone, for commands that find the database in use. */
export function createOperatorAccess() {
  const token = randomBytes(32).toString('base64url');
  const hash = Buffer.from(sha256(token));
  return {
    token,
    /** The actor behind a token, if it is this one. */
    recognise: (given: string): Actor | undefined =>
      timingSafeEqual(Buffer.from(sha256(given)), hash) ? OPERATOR : undefined,
  };
}

/** Tells commands how to reach this server, in a file that only its owner can read. Returns how to take it back. */
export async function openOperatorEndpoint(
  dataFolder: string,
  endpoint: OperatorEndpoint,
): Promise<() => Promise<void>> {
  const path = join(dataFolder, FILE);
  await replaceFile(path, `${JSON.stringify(endpoint)}\n`, 0o600);
  return () => rm(path, { force: true });
}

export async function findOperatorEndpoint(dataFolder: string): Promise<OperatorEndpoint | undefined> {
  const text = await readIfThere(join(dataFolder, FILE));
  return text === undefined ? undefined : (JSON.parse(text) as OperatorEndpoint);
}
