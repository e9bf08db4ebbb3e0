import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Config } from '../../src/config.ts';
import type { Role } from '../../src/kernel/roles.ts';
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
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
}

export interface ServerProcess extends CommandProcess {
  readonly address: string;
}

const MAIN = join(import.meta.dirname, '../../src/main.ts');
const READY_LINE = /^Roomshot is ready at (\S+)$/m;

/** Runs `roomshot` with some arguments on a data folder. */
export function runCommand(args: string[], place: Place, environment: Environment = {}): CommandProcess {
  const { CI, PATH = '' } = process.env;
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', MAIN, ...args], {
    env: {
      PATH,
      ...(CI && { CI }),
      ROOMSHOT_DATA_DIR: place.dataFolder,
      ...(place.databaseUrl && { DATABASE_URL: place.databaseUrl }),
      ROOMSHOT_PORT: '0',
      ROOMSHOT_LOG_LEVEL: 'warn',
      ROOMSHOT_RENDER_PROCESSES: '1',
      ROOMSHOT_REQUESTS_PER_MINUTE: '1000000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
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
    // A stopped process dies of SIGKILL too; one that is gone already does not mind.
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}

/** Starts a server and waits until it says that it is ready. */
export async function startServerProcess(place: Place, environment?: Environment): Promise<ServerProcess> {
  const command = runCommand(['serve'], place, environment);
  const address = await readyAddress(command);
  return { ...command, address };
}

async function readyAddress(command: CommandProcess): Promise<string> {
  let gone = false;
  void command.ended.then(() => {
    gone = true;
  });
  for (;;) {
    const address = READY_LINE.exec(command.output())?.[1];
    if (address !== undefined) return address;
    if (gone) throw new Error(`The server ended before it was ready:\n${command.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Logs in with a demonstration account. Its token outlives restarts of the server. */
export async function logIn(address: string, role: Role): Promise<string> {
  const email = `${role}@roomshot.example`;
  const { status, body } = await createClient(address).post('/auth/login', { email, password: PASSWORD });
  if (status !== 200) throw new Error(`No log-in as ${role}: ${JSON.stringify(body)}`);
  return body.token;
}

/** A demonstration account that is logged in. */
export const clientAs = async (address: string, role: Role): Promise<Client> =>
  createClient(address, await logIn(address, role));
