import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Actor } from '../../people/permissions/actor.ts';
import { readIfThere, readJsonIfThere, replaceFile } from '../../platform/kernel/durable-file.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { missing } from '../../platform/kernel/system-error.ts';

/** A server that is busy for longer counts as one that is away. */
const MAX_WAIT_MS = 5000;

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
 * Writes how commands reach this server, into a file that only its owner can read. Servers that share a folder have a
 * file each: `operator.json`, `operator-2.json` and so on. Returns a function that removes the file.
 */
export async function openOperatorEndpoint(
  path: string,
  endpoint: OperatorEndpoint,
): Promise<() => Promise<void>> {
  const own = await findFreeFile(path);
  const text = `${JSON.stringify({ ...endpoint, host: hostname() })}\n`;
  await replaceFile(own, text, 0o600);
  return async () => {
    if ((await readIfThere(own)) === text) await rm(own, { force: true });
  };
}

/**
 * Reads the address of a running server and its token. If no server answers, returns one that did not remove its file.
 * Returns `undefined` if no server has written them.
 * @throws AppError `file_damaged`
 */
export async function findOperatorEndpoint(path: string): Promise<OperatorEndpoint | undefined> {
  const endpoints: KnownEndpoint[] = [];
  for (const file of await endpointFiles(path)) {
    const endpoint = await readJsonIfThere<KnownEndpoint>(file, 'Restart the server, which writes it again.');
    if (endpoint) endpoints.push(endpoint);
  }
  endpoints.sort((one, other) => Number(isElsewhere(one)) - Number(isElsewhere(other)));
  if (endpoints.length > 1) {
    for (const endpoint of endpoints) if (await answers(endpoint)) return endpoint;
  }
  return endpoints[0];
}

/** Only the machine of a server can tell whether the server runs, because its address can be a local one. */
interface KnownEndpoint extends OperatorEndpoint {
  host?: string;
}

const isElsewhere = ({ host }: KnownEndpoint): boolean => host !== undefined && host !== hostname();

/** Returns the first path that no running server uses. */
async function findFreeFile(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const file = number === 1 ? path : path.replace(/\.json$/, `-${number}.json`);
    // A damaged file is replaced.
    const endpoint = await readJsonIfThere<KnownEndpoint>(file, '').catch(() => undefined);
    if (!endpoint) return file;
    if (!isElsewhere(endpoint) && !(await answers(endpoint))) return file;
  }
}

async function endpointFiles(path: string): Promise<string[]> {
  const folder = dirname(path);
  const isOne = new RegExp(`^${basename(path, '.json')}(-\\d+)?\\.json$`);
  const names = ((await readdir(folder).catch(missing)) ?? []).filter((name) => isOne.test(name));
  // The file without a number comes first.
  return names
    .sort((one, other) => one.length - other.length || one.localeCompare(other))
    .map((name) => join(folder, name));
}

/** Returns whether a server of Roomshot answers. After a crash, another program may have the address. */
const answers = ({ address }: OperatorEndpoint): Promise<boolean> =>
  fetch(`${address}/healthz`, { signal: AbortSignal.timeout(MAX_WAIT_MS) }).then(
    ({ headers }) => headers.has('x-request-id'),
    () => false,
  );
