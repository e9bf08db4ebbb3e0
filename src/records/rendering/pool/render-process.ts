import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { ReportDesign } from '../design/report-design.ts';
import { failedRender, renderCrashed } from './render-errors.ts';
import type { DesignMessage, RenderJob, RenderReply, RenderRequest } from './render-message.ts';

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

/** Passes the compile cache of the server on, which shortens the start of a render process by a third. */
function compileCache(): NodeJS.ProcessEnv {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

function forkChild(): ChildProcess {
  const child = fork(CHILD, [], {
    serialization: 'advanced',
    // It needs nothing else from the server's, and secrets may stand there.
    env: { ...FRUGAL_ALLOCATOR, ...compileCache() },
    // The young generation decides how much memory a process sits on; a smaller one is collected too often.
    execArgv: ['--no-warnings', '--max-semi-space-size=8'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (child.pid !== undefined) giveWay(child.pid);
  return child;
}

/** One child process, and the one job it may have. */
export class RenderProcess {
  readonly #child = forkChild();
  #running: Running | undefined;
  #renders = 0;
  #rss = 0;
  /** Why it was killed. */
  #reason: Error | undefined;
  /** Settles once the process is gone, with how it ended. */
  readonly ended: Promise<string>;

  constructor(design: ReportDesign) {
    this.#send({ design });
    this.#child.on('message', (answer: RenderReply) => this.#onReply(answer));
    this.ended = this.#untilEnd();
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Renders done so far. */
  get renders(): number {
    return this.#renders;
  }

  /** Bytes resident after the last render; 0 before the first. */
  get rss(): number {
    return this.#rss;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Rejects when the job fails, and when the process ends before it has answered. */
  run(job: RenderJob): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const id = this.#renders;
      this.#running = { id, resolve, reject };
      this.#send({ id, job });
    });
  }

  /** Bytes resident now, where the system tells. */
  measure(): Promise<number | undefined> {
    return residentBytes(this.pid);
  }

  /** Ends the process at once; a job it has is rejected with the reason. */
  kill(reason: Error): void {
    this.#reason = reason;
    this.#child.kill('SIGKILL');
  }

  #send(message: DesignMessage | RenderRequest): void {
    this.#child.send(message, (error) => {
      if (error !== null) this.#child.kill('SIGKILL');
    });
  }

  #onReply(reply: RenderReply): void {
    const job = this.#running;
    if (job?.id !== reply.id) return;
    this.#running = undefined;
    this.#renders += 1;
    this.#rss = reply.rss;
    if ('bytes' in reply) job.resolve(reply.bytes);
    else job.reject(failedRender(reply.failure));
  }

  #untilEnd(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    const finish = (how: string): void => {
      this.#running?.reject(this.#reason ?? renderCrashed(how));
      this.#running = undefined;
      resolve(this.#reason?.message ?? how);
    };
    this.#child.once('exit', (code, signal) => finish(`the process ended with ${signal ?? `code ${code}`}`));
    this.#child.on('error', (error) => {
      this.#child.kill('SIGKILL');
      finish(`the process could not be used: ${error.message}`);
    });
    return promise;
  }
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
