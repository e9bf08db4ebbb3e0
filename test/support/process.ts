import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Config } from '../../src/app/config.ts';
import type { Role } from '../../src/people/permissions/roles.ts';
import { type Client, createClient } from './client.ts';
import { PASSWORD } from './settings.ts';

type Place = Pick<Config, 'dataFolder' | 'databaseUrl'>;
type Environment = Record<string, string>;

interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The real command in a process of its own. */
interface CommandProcess extends AsyncDisposable {
  readonly pid: number;
  /** What it has written to stdout and stderr so far. */
  output(): string;
  /** Resolves when it has written such a line; rejects if it ends without. */
  said(line: RegExp): Promise<RegExpExecArray>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;
  /** Stops reading what it writes to stdout. */
  stopReading(): void;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
}

export interface ServerProcess extends CommandProcess {
  readonly address: string;
}

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'src/main.ts');
/** What a user runs: it builds the server if its sources have changed. */
export const LAUNCHER = join(ROOT, 'bin/roomshot.mjs');
/** Each process would compile the same thousand modules anew. */
const COMPILED = join(ROOT, 'node_modules/.cache/compiled-for-tests');
const READY_LINE = /^Roomshot is ready at (\S+)$/m;
const WORKS_LINE = /^Roomshot works, and answers health checks at (\S+)$/m;

/** Runs `roomshot` with some arguments on a data folder. */
export function runCommand(
  args: string[],
  place: Place,
  environment: Environment = {},
  program = MAIN,
): CommandProcess {
  const { CI, PATH = '' } = process.env;
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', program, ...args], {
    env: {
      PATH,
      NODE_COMPILE_CACHE: COMPILED,
      ...(CI && { CI }),
      ROOMSHOT_DATA_DIR: place.dataFolder,
      ...(place.databaseUrl && { DATABASE_URL: place.databaseUrl }),
      ROOMSHOT_PORT: '0',
      ROOMSHOT_LOG_LEVEL: 'info',
      ROOMSHOT_RENDER_PROCESSES: '1',
      ROOMSHOT_REQUESTS_PER_MINUTE: '1000000',
      ROOMSHOT_MAX_EVENT_LOOP_DELAY_MS: '600000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const events = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      events.emit('output');
    });
  }
  const ended = once(child, 'close').then(([code, signal]): Ending => ({ code, signal }));
  const end = async (signal: NodeJS.Signals): Promise<Ending> => {
    child.kill(signal);
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    end,
    stopReading: () => void child.stdout?.destroy(),
    said: (line) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = line.exec(output);
          if (found) resolve(found);
        };
        events.on('output', look);
        look();
        void ended.then(() => reject(new Error(`The process ended without saying ${line}:\n${output}`)));
      }),
    // A stopped process dies of SIGKILL too; one that is gone already does not mind.
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}

/** Starts a server and waits until it says that it is ready. */
export async function startServerProcess(
  place: Place,
  environment?: Environment,
  program?: string,
): Promise<ServerProcess> {
  return untilListening(runCommand(['serve'], place, environment, program), READY_LINE);
}

/** Starts a server that only answers. */
export const startAnsweringProcess = (place: Place, environment?: Environment): Promise<ServerProcess> =>
  untilListening(runCommand(['serve', '--no-work'], place, environment), READY_LINE);

/** Starts a process that only works. Its address is that of its health checks. */
export const startWorkerProcess = (place: Place, environment?: Environment): Promise<ServerProcess> =>
  untilListening(runCommand(['work'], place, environment), WORKS_LINE);

async function untilListening(command: CommandProcess, line: RegExp): Promise<ServerProcess> {
  const [, address = ''] = await command.said(line);
  return { ...command, address };
}

/** The child processes of a process. */
export function childrenOf(pid: number): number[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = text
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  return rows.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
}

async function logIn(address: string, role: Role): Promise<string> {
  const email = `${role}@roomshot.example`;
  const { status, body } = await createClient(address).post('/auth/login', { email, password: PASSWORD });
  if (status !== 200) throw new Error(`No log-in as ${role}: ${JSON.stringify(body)}`);
  return body.token;
}

/** A demonstration account, at a server with a copy of the template: its session is there already. */
export const sessionAs = (address: string, role: Role): Client =>
  createClient(address, inject('sessions')[role].token);

/** A demonstration account, logged in at a server. */
export const clientAs = async (address: string, role: Role): Promise<Client> =>
  createClient(address, await logIn(address, role));
