import { execFileSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { childrenOf } from './process.ts';

/** A database server of one test, which the test may stop and change. */
export interface OwnPostgres extends Disposable {
  readonly url: string;
  /** Stops all its processes, as a frozen virtual machine does. */
  freeze(): void;
  /** Lets them go on. */
  thaw(): void;
  /** Restarts it as a standby, which only reads. */
  becomeStandby(): void;
  /** Ends that. */
  promote(): void;
}

const VERSIONS = '/usr/lib/postgresql';
/** The programs of the newest version, or undefined if there is none. */
const programs = (existsSync(VERSIONS) ? readdirSync(VERSIONS) : [])
  .map((version) => join(VERSIONS, version, 'bin'))
  .filter((folder) => existsSync(join(folder, 'initdb')))
  .at(-1);

/** Whether this machine has the programs of a database server. Without them, a run on CI fails. */
export const hasOwnPostgres = programs !== undefined || process.env.CI !== undefined;

/** The server refuses to run as root. */
function userOfServer(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Makes a database server and starts it. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  // The parent folder of other temporary files is private.
  const folder = mkdtempSync('/tmp/roomshot-postgres-');
  const user = userOfServer();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(programs ?? '', program), args, { ...user, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' };
  const start = () => run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), 'start');
  const pids = (): number[] => {
    const main = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return [main, ...childrenOf(main)];
  };
  run('initdb', '-D', data, '-U', 'postgres', '--auth', 'trust', '--no-sync');
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  writeFileSync(join(data, 'postgresql.auto.conf'), lines.join(''));
  start();
  const thaw = () => {
    for (const pid of pids()) process.kill(pid, 'SIGCONT');
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    freeze() {
      for (const pid of pids()) process.kill(pid, 'SIGSTOP');
    },
    thaw,
    becomeStandby() {
      run('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop');
      writeFileSync(join(data, 'standby.signal'), '');
      start();
    },
    promote: () => void run('pg_ctl', '-D', data, '-w', 'promote'),
    [Symbol.dispose]() {
      thaw();
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true });
    },
  };
}
