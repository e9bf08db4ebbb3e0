import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { constants, setPriority } from 'node:os';
import type { ReportDesign } from '../design/report-design.ts';
import { failedRender, renderCrashed, renderUnavailable } from './render-errors.ts';
import type { DesignMessage, RenderJob, RenderReply, RenderRequest } from './render-message.ts';

interface Running {
  id: number;
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

const CHILD = new URL('./render-child.ts', import.meta.url);

/**
 * With more arenas, each thread keeps memory that other threads have freed. With one arena, the threads wait for each
 * other. Freed blocks from 128 kB are returned to the system (mallopt(3)).
 */
const FRUGAL_ALLOCATOR = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/** Clients wait for the server and not for a render, so a render gets a lower priority. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandboxed service may not call setpriority(2). Then both have the same priority.
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
    // The environment of the server may contain secrets.
    env: { ...FRUGAL_ALLOCATOR, ...compileCache() },
    // The size of the young generation determines the memory of the process. A smaller one is collected too often.
    // HarfBuzz cuts one font. To compile it for speed would take longer, and a process that ends would wait for that.
    execArgv: ['--no-warnings', '--max-semi-space-size=8', '--liftoff-only'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (child.pid !== undefined) giveWay(child.pid);
  return child;
}

/** A child process, which runs one job at a time. */
export class RenderProcess {
  readonly #child = forkChild();
  #running: Running | undefined;
  #renders = 0;
  #rss = 0;
  /** The reason of `kill`. */
  #reason: Error | undefined;
  /** Resolves when the process has ended, with the reason. */
  readonly ended: Promise<string>;

  constructor(design: ReportDesign) {
    this.#send({ design });
    this.#child.on('message', (answer: RenderReply) => this.#onReply(answer));
    this.ended = this.#untilEnd();
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** The number of finished renders. */
  get renders(): number {
    return this.#renders;
  }

  /** Resident bytes after the last render; 0 before the first. */
  get rss(): number {
    return this.#rss;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Rejects if the job fails, or if the process ends first. */
  run(job: RenderJob): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const id = this.#renders;
      this.#running = { id, resolve, reject };
      this.#send({ id, job });
    });
  }

  /** The current resident bytes, if the system reports them. */
  measure(): Promise<number | undefined> {
    return residentBytes(this.pid);
  }

  /** Kills the process. Its job rejects with the reason. */
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
      // Without a process, the child was never started.
      if (this.pid === undefined) this.#reason = renderUnavailable(error);
      this.#child.kill('SIGKILL');
      finish(`the process could not be used: ${error.message}`);
    });
    return promise;
  }
}

const PAGE_BYTES = 4096;

/** Reads `/proc`, because a process that renders cannot answer. */
async function residentBytes(pid: number | undefined): Promise<number | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/statm`, 'utf8');
    return Number(text.split(' ')[1]) * PAGE_BYTES;
  } catch {
    return undefined;
  }
}
