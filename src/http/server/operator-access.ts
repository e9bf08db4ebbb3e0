import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readdir, readlink, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Actor } from '../../people/permissions/actor.ts';
import { readJsonIfThere, replaceFile } from '../../platform/kernel/durable-file.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { hasSystemCode, missing } from '../../platform/kernel/system-error.ts';

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
 * Writes how commands reach this server, into a file that only its owner can read. Each process has a file of its own,
 * whose name is never used again, so no process overwrites or removes that of another. Removes the files of processes
 * that were killed. Returns a function that removes the own file.
 * @param path of which the names of all these files are made: `operator.json`, `operator-5d41402a.json`
 */
export async function openOperatorEndpoint(
  path: string,
  endpoint: OperatorEndpoint,
): Promise<() => Promise<void>> {
  await removeAbandoned(path);
  const own = path.replace(/\.json$/, `-${randomBytes(4).toString('hex')}.json`);
  await replaceFile(own, `${JSON.stringify({ ...endpoint, ...(await thisNetwork()) })}\n`, 0o600);
  return () => rm(own, { force: true });
}

/**
 * Reads the address of a running server and its token: one of this machine, if possible. If no server answers, returns
 * one that did not remove its file. Returns `undefined` if no server has written them.
 * @throws AppError `file_damaged`
 */
export async function findOperatorEndpoint(path: string): Promise<OperatorEndpoint | undefined> {
  const endpoints: KnownEndpoint[] = [];
  for (const file of await operatorFiles(path)) {
    const endpoint = await readJsonIfThere<KnownEndpoint>(file, 'Restart the server, which writes it again.');
    if (endpoint) endpoints.push(endpoint);
  }
  const here = await thisNetwork();
  endpoints.sort((one, other) => Number(isElsewhere(one, here)) - Number(isElsewhere(other, here)));
  if (endpoints.length > 1) {
    const states = await Promise.all(endpoints.map(stateOf));
    const answering = states.indexOf('answers');
    if (answering >= 0) return endpoints[answering];
  }
  return endpoints[0];
}

/** Returns the files that servers have written for commands, in the order of their names. */
export async function operatorFiles(path: string): Promise<string[]> {
  const folder = dirname(path);
  // Earlier versions have named them `operator.json`, `operator-2.json` and so on.
  const isOne = new RegExp(`^${basename(path, '.json')}(-[0-9a-f]+)?\\.json$`);
  const names = ((await readdir(folder).catch(missing)) ?? []).filter((name) => isOne.test(name));
  return names.sort().map((name) => join(folder, name));
}

/** Only the network of a server can tell whether the server runs, because its address can be a local one. */
interface Network {
  host?: string;
  /** The namespace of Linux: processes of one machine can have different networks, and the same name of the host. */
  network?: string;
}

interface KnownEndpoint extends OperatorEndpoint, Network {}

async function thisNetwork(): Promise<Network> {
  // Other systems have no namespaces, and a sandbox may hide this one.
  const network = await readlink('/proc/self/ns/net').catch(() => undefined);
  return { host: hostname(), ...(network && { network }) };
}

const isElsewhere = ({ host, network }: Network, here: Network): boolean =>
  (host !== undefined && host !== here.host) || (network !== undefined && network !== here.network);

/** Removes the files of processes that are gone, and damaged ones. A process that is only busy keeps its file. */
async function removeAbandoned(path: string): Promise<void> {
  const here = await thisNetwork();
  const isAbandoned = async (file: string) => {
    const endpoint = await readJsonIfThere<KnownEndpoint>(file, '').catch(() => undefined);
    return !endpoint || (!isElsewhere(endpoint, here) && (await stateOf(endpoint)) === 'gone');
  };
  await Promise.all(
    (await operatorFiles(path)).map(async (file) => {
      if (await isAbandoned(file)) await rm(file, { force: true });
    }),
  );
}

/**
 * Returns whether a server of Roomshot answers at an address, is silent, or is gone: nothing listens there, or another
 * program does.
 */
const stateOf = ({ address }: OperatorEndpoint): Promise<'answers' | 'silent' | 'gone'> =>
  fetch(`${address}/healthz`, { signal: AbortSignal.timeout(MAX_WAIT_MS) }).then(
    ({ headers }) => (headers.has('x-request-id') ? 'answers' : 'gone'),
    ({ cause }) => (hasSystemCode(cause, 'ECONNREFUSED') ? 'gone' : 'silent'),
  );
