import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Actor } from '../../people/permissions/actor.ts';
import { readIfThere, replaceFile } from '../../platform/kernel/durable-file.ts';
import { sha256 } from '../../platform/kernel/hash.ts';

/** Nobody gains by the token: a user who can read its file can read all data. */
const OPERATOR: Actor = { userId: 'system', email: 'system', name: 'Command line', role: 'admin' };

/** Where a running server can be reached by commands on the same machine, and with which token. */
export interface OperatorEndpoint {
  address: string;
  token: string;
}

/** Creates the access of commands that find the database in use: a token that only this process accepts. */
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

/**
 * Writes how commands reach this server, into a file that only its owner can read. Returns a function that removes
 * the file.
 */
export async function openOperatorEndpoint(
  path: string,
  endpoint: OperatorEndpoint,
): Promise<() => Promise<void>> {
  await replaceFile(path, `${JSON.stringify(endpoint)}\n`, 0o600);
  return () => rm(path, { force: true });
}

/** Reads the address of the running server and the token. Returns `undefined` if no server has written them. */
export async function findOperatorEndpoint(path: string): Promise<OperatorEndpoint | undefined> {
  const text = await readIfThere(path);
  return text === undefined ? undefined : (JSON.parse(text) as OperatorEndpoint);
}
