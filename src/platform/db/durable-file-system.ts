import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { type Flush, LogFlusher } from './log-flusher.ts';
import { LogGrowth } from './log-growth.ts';
import { keepFilesPrivate } from './private-files.ts';
import type { OnStorageFailure } from './storage-failure.ts';

interface FileNode {
  name: string;
  parent?: FileNode;
}
interface Stream {
  nfd?: number;
  node: FileNode;
}
type Operation<First, Rest extends unknown[]> = (first: First, ...rest: Rest) => unknown;
type Operations<First> = Record<string, Operation<First, unknown[]>>;
type Write = Operation<Stream, [bytes: Uint8Array, offset: number, length: number, position: number]>;
interface EmscriptenModule {
  NODEFS: { stream_ops: Operations<Stream> & { write: Write }; node_ops: Operations<unknown> };
  FS: { ErrnoError: new (errno: number) => Error };
}

/** The name of a file of the write-ahead log that is in use. */
const LOG_FILE = /^[0-9A-F]{24}$/;
/** The number of EIO in the engine's C library. */
const INPUT_OUTPUT_ERROR = 29;
/** The operations that change files, besides writes. */
const CHANGES_OF_STREAMS = ['setattr'];
const CHANGES_OF_NODES = ['setattr', 'mknod', 'rename', 'unlink', 'rmdir', 'symlink'];

/**
 * The embedded engine's file system, with the `fsync` that it lacks. The engine continues before its log is on the
 * disk. A commit waits until it is (`log.flushed`).
 */
export class DurableNodeFS extends NodeFS {
  readonly log: LogFlusher;
  readonly growth = new LogGrowth();

  readonly #onFailure: OnStorageFailure;

  /** @param onFailure called when the log of the database, or the file that says where it ends, fails */
  constructor(folder: string, onFailure: OnStorageFailure, flush?: Flush) {
    super(folder);
    this.#onFailure = onFailure;
    this.log = new LogFlusher(onFailure, flush);
  }

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const prepare = (module: unknown) => {
      keepFilesPrivate((module as EmscriptenModule).NODEFS);
      watchLog(module as EmscriptenModule, this.#onFailure);
      addFlushes(module as EmscriptenModule, this.log);
      watchGrowth(module as EmscriptenModule, this.growth);
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), prepare] } };
  }
}

function addFlushes({ NODEFS: { stream_ops, node_ops }, FS }: EmscriptenModule, log: LogFlusher): void {
  /** Throws the error on which the engine stops. Any other error would leave the engine in an undefined state. */
  const orStop = (flush: () => void): void => {
    try {
      flush();
    } catch (cause) {
      throw Object.assign(new FS.ErrnoError(INPUT_OUTPUT_ERROR), { cause });
    }
  };
  const before = <First>(operations: Operations<First>, names: string[], first: (on: First) => void) => {
    for (const name of names) {
      const operate = operations[name];
      if (!operate) throw new Error(`The embedded engine's file system has no operation named ${name}.`);
      operations[name] = (on, ...rest) => {
        orStop(() => first(on));
        return operate(on, ...rest);
      };
    }
  };
  stream_ops.fsync = ({ nfd, node }) =>
    orStop(() => {
      if (nfd !== undefined && isLog(node)) return log.defer(nfd);
      log.settle();
      // Directories are opened without a descriptor of their own.
      if (nfd !== undefined) log.flush(nfd);
    });
  const { write } = stream_ops;
  stream_ops.write = (stream, bytes, offset, length, position) => {
    const mayOvertakeLog = isLog(stream.node) || isEmpty(bytes.subarray(offset, offset + length));
    if (!mayOvertakeLog) orStop(() => log.settle());
    return write(stream, bytes, offset, length, position);
  };
  before(stream_ops, ['close'], ({ nfd }) => {
    if (nfd !== undefined) log.closing(nfd);
  });
  before(stream_ops, CHANGES_OF_STREAMS, () => log.settle());
  before(node_ops, CHANGES_OF_NODES, () => log.settle());
}

function watchGrowth({ NODEFS: { stream_ops } }: EmscriptenModule, growth: LogGrowth): void {
  const { write } = stream_ops;
  stream_ops.write = (stream, ...rest) => {
    if (isLog(stream.node)) growth.written(stream.node.name);
    return write(stream, ...rest);
  };
}

/** The error numbers of the engine's C library (WASI) that a disk causes. */
const ERROR_NAMES: Readonly<Record<number, string>> = {
  2: 'EACCES',
  19: 'EDQUOT',
  29: 'EIO',
  33: 'EMFILE',
  41: 'ENFILE',
  51: 'ENOSPC',
  63: 'EPERM',
  69: 'EROFS',
};
/** `ENOENT` and `EEXIST`: the engine opens and removes files that may not exist, and creates files that may exist. */
const EXPECTED: Readonly<Record<string, number>> = { open: 44, unlink: 44, mknod: 20 };

const isVital = ({ name, parent }: FileNode): boolean => parent?.name === 'pg_wal' || name === 'pg_control';

/** Reports every failure to change or open a file without which the engine cannot go on. */
function watchLog({ NODEFS: { stream_ops, node_ops } }: EmscriptenModule, onFailure: OnStorageFailure): void {
  const watch = <First>(
    operations: Operations<First>,
    name: string,
    fileOf: (first: First, rest: unknown[]) => FileNode,
  ): void => {
    const operate = operations[name];
    if (!operate) throw new Error(`The embedded engine's file system has no operation named ${name}.`);
    operations[name] = (first, ...rest) => {
      try {
        return operate(first, ...rest);
      } catch (error) {
        const { errno = INPUT_OUTPUT_ERROR } = error as { errno?: number };
        const file = fileOf(first, rest);
        if (isVital(file) && errno !== EXPECTED[name]) {
          onFailure(`${ERROR_NAMES[errno] ?? `error ${errno}`}, ${name} ${file.name}`);
        }
        throw error;
      }
    };
  };
  for (const name of ['open', 'write', 'setattr', 'close'])
    watch(stream_ops as Operations<Stream>, name, ({ node }) => node);
  const files = node_ops as Operations<FileNode>;
  for (const name of ['mknod', 'unlink'])
    watch(files, name, (parent, [file]) => ({ name: String(file), parent }));
  watch(files, 'rename', (_file, [parent, name]) => ({ name: String(name), parent: parent as FileNode }));
  watch(files, 'setattr', (file) => file);
}

const isLog = ({ name }: Stream['node']): boolean => LOG_FILE.test(name);

/**
 * Returns whether these bytes only extend a file. A table grows by empty pages, which depend on nothing in the log.
 * PostgreSQL does not wait for its log either in this case (`smgrextend`).
 */
const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * The engine starts with `-F` (no fsync), and its `fdatasync` does nothing. Both are reversed here. Every commit writes
 * its log, and `log` decides when it is on the disk. After a checkpoint, the engine keeps as much log for reuse as the
 * last two settings allow.
 */
export const DURABLE_START: readonly string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...[
    'fsync=on',
    'wal_sync_method=fsync',
    'synchronous_commit=on',
    'shared_buffers=32MB',
    'min_wal_size=32MB',
    'max_wal_size=64MB',
  ].flatMap((setting) => ['-c', setting]),
];
