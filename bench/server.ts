import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As a user starts it. */
const COMMAND = [join(import.meta.dirname, '../bin/roomshot.mjs'), 'serve', '--demo'];
export const PASSWORD = 'fender hawser manifold';

export interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: a benchmark reads what it knows is there
  json(): any;
}

export type Call = (method: string, path: string, body?: object) => Promise<Reply>;

export interface BenchProgram {
  /** What Node.js runs. */
  program?: readonly string[];
  settings?: Record<string, string>;
  /** A data folder that is there already, and stays. */
  folder?: string;
}

/** A server of its own, as a user starts it, and a keep-alive client that is logged in as the broker. */
export interface BenchServer extends AsyncDisposable {
  readonly folder: string;
  readonly address: string;
  call: Call;
  /** What the server answers when the demonstration account of a role logs in. */
  sessionOf(role: string): Promise<{ token: string }>;
  /** A demonstration account, logged in anew. */
  as(role: string): Promise<Call>;
  /** Sets the clock of a server that listens to this. */
  setAhead(ms: number): Promise<void>;
  /** Proportional memory of the server and all its child processes, in MB. */
  memoryMb(): number;
  /** Processor time of the server and all its child processes since they started, in milliseconds. */
  processorMs(): number;
  restart(): Promise<void>;
}

/** Starts the server on a fresh folder with the demonstration, or again on the same one. */
export async function startServer(start: BenchProgram = {}): Promise<BenchServer> {
  const folder = start.folder ?? (await mkdtemp(join(tmpdir(), 'roomshot-bench-')));
  let { child, address } = await launch(folder, start);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const callWith =
    (token: () => string): Call =>
    (method, path, body) =>
      send(agent, `${address}/api/v1${path}`, method, token(), body);
  const sessionOf: BenchServer['sessionOf'] = async (role) => {
    const body = { email: `${role}@roomshot.example`, password: PASSWORD };
    return (await callWith(() => '')('POST', '/auth/login', body)).json();
  };
  let { token } = await sessionOf('broker');
  return {
    folder,
    get address() {
      return address;
    },
    call: callWith(() => token),
    sessionOf,
    async as(role) {
      const own = await sessionOf(role);
      return callWith(() => own.token);
    },
    async setAhead(ms) {
      child.send(ms);
      await once(child, 'message');
    },
    memoryMb: () => sumOverTree(child.pid ?? 0, ownMemory),
    processorMs: () => sumOverTree(child.pid ?? 0, ownProcessorTime),
    async restart() {
      await stop(child);
      ({ child, address } = await launch(folder, start));
      ({ token } = await sessionOf('broker'));
    },
    async [Symbol.asyncDispose]() {
      await stop(child);
      agent.destroy();
      if (start.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

async function launch(
  folder: string,
  { program = COMMAND, settings }: BenchProgram,
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, program, {
    env: {
      PATH: process.env.PATH,
      ...(process.env.DATABASE_URL && { DATABASE_URL: process.env.DATABASE_URL }),
      ROOMSHOT_DATA_DIR: folder,
      ROOMSHOT_PORT: '0',
      ROOMSHOT_ADMIN_PASSWORD: PASSWORD,
      ROOMSHOT_LOG_LEVEL: 'warn',
      ROOMSHOT_REQUESTS_PER_MINUTE: '100000000',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) throw new Error('The server has no output.');
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    const address = /ready at (\S+)/.exec(output)?.[1];
    if (address !== undefined) {
      child.stdout.resume();
      return { child, address };
    }
  }
  throw new Error(`The server did not start: ${output}`);
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

function send(agent: Agent, url: string, method: string, token: string, body?: object): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body && { 'content-type': 'application/json' }),
  };
  const outgoing = request(url, { agent, method, headers }, (incoming) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const { statusCode = 0, headers } = incoming;
      resolve({ status: statusCode, headers, bytes, json: () => JSON.parse(bytes.toString()) });
    });
  });
  outgoing.on('error', reject);
  outgoing.end(body && JSON.stringify(body));
  return promise;
}

/** Linux only. Adds up what each process of a tree has. */
function sumOverTree(pid: number, own: (pid: number) => number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const children = threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return children.reduce((sum, child) => sum + sumOverTree(child, own), own(pid));
  } catch (error) {
    // Render processes come and go.
    if (GONE.includes((error as NodeJS.ErrnoException).code ?? '')) return 0;
    throw error;
  }
}

const GONE: readonly string[] = ['ENOENT', 'ESRCH'];

/** Shared pages are divided among the processes that share them. */
const ownMemory = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1000;

const MS_PER_TICK = 10;

/** With the time of children that have ended. */
function ownProcessorTime(pid: number): number {
  // The name of the program stands in parentheses and may contain spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * MS_PER_TICK, 0);
}

/** @throws Error with what the server said instead */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status === status) return reply;
  throw new Error(
    `The server answered ${reply.status}, not ${status}: ${reply.bytes.toString().slice(0, 500)}`,
  );
}
