import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { ReportDesign } from '../design/report-design.ts';
import { failedRender, renderCrashed } from './render-errors.ts';
import type { RenderJob, RenderReply } from './render-message.ts';

/** One child process, and the one job it may have. */
export interface RenderProcess {
  readonly busy: boolean;
  /** Renders done so far. */
  readonly renders: number;
  /** Bytes resident after the last render; 0 before the first. */
  readonly rss: number;
  readonly pid: number | undefined;
  /** Rejects when the job fails, and when the process ends before it has answered. */
  run(job: RenderJob): Promise<Uint8Array>;
  /** Bytes resident now, where the system tells. */
  measure(): Promise<number | undefined>;
  /** Ends the process at once; a job it has is rejected with the reason. */
  kill(reason: Error): void;
  /** Settles once the process is gone, with how it ended. */
  readonly ended: Promise<string>;
}

interface Running {
  id: number;
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/** Compiled or not, the child has the extension of this file. */
const CHILD = join(
  import.meta.dirname,
  `render-child${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`,
);

/**
 * With more arenas, each thread would keep memory that the others have freed; with one, the threads wait for each
 * other. Blocks from 128 kB up are given back when they are freed (mallopt(3)).
 */
const FRUGAL_ALLOCATOR = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/** Whoever asks for a snapshot waits for the server, and not for the render: it takes what time is left. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A service may be shut in so that it may not say this (setpriority(2)): then they share as equals.
  }
}

/** What the server has from Node itself: a render process starts in two thirds of the time with it. */
function compileCache(): NodeJS.ProcessEnv {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

export function startRenderProcess(design: ReportDesign): RenderProcess {
  const child: ChildProcess = fork(CHILD, [], {
    serialization: 'advanced',
    // It needs nothing else from the server's, and secrets may stand there.
    env: { ...FRUGAL_ALLOCATOR, ...compileCache() },
    // The young generation decides how much memory a process sits on; a smaller one is collected too often.
    execArgv: ['--no-warnings', '--max-semi-space-size=8'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (child.pid !== undefined) giveWay(child.pid);
  child.send({ design }, (error) => {
    if (error !== null) child.kill('SIGKILL');
  });
  let running: Running | undefined;
  let reason: Error | undefined;
  let renders = 0;
  let rss = 0;

  child.on('message', (answer: RenderReply) => {
    if (running?.id !== answer.id) return;
    const job = running;
    running = undefined;
    renders += 1;
    rss = answer.rss;
    if ('bytes' in answer) job.resolve(answer.bytes);
    else job.reject(failedRender(answer.failure));
  });

  const ended = new Promise<string>((resolve) => {
    const finish = (how: string): void => {
      running?.reject(reason ?? renderCrashed(how));
      running = undefined;
      resolve(reason?.message ?? how);
    };
    child.once('exit', (code, signal) => finish(`the process ended with ${signal ?? `code ${code}`}`));
    child.on('error', (error) => {
      child.kill('SIGKILL');
      finish(`the process could not be used: ${error.message}`);
    });
  });

  return {
    get busy() {
      return running !== undefined;
    },
    get renders() {
      return renders;
    },
    get rss() {
      return rss;
    },
    get pid() {
      return child.pid;
    },
    ended,
    run: (job) =>
      new Promise((resolve, reject) => {
        const id = renders;
        running = { id, resolve, reject };
        child.send({ id, job }, (error) => {
          if (error !== null) child.kill('SIGKILL');
        });
      }),
    measure: () => residentBytes(child.pid),
    kill(because) {
      reason = because;
      child.kill('SIGKILL');
    },
  };
}

const PAGE_BYTES = 4096;

/** From `/proc`, so that a runaway render is seen while its process cannot answer. */
async function residentBytes(pid: number | undefined): Promise<number | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/statm`, 'utf8');
    return Number(text.split(' ')[1]) * PAGE_BYTES;
  } catch {
    return undefined;
  }
}
