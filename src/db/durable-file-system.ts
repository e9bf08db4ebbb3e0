import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface EmscriptenStream {
  nfd?: number;
}
interface EmscriptenModule {
  NODEFS: { stream_ops: { fsync?: (stream: EmscriptenStream) => void } };
}

/** The embedded engine's file system, with the `fsync` that it lacks: a commit is on the disk or it is not one. */
export class DurableNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const addFsync = (module: unknown) => {
      (module as EmscriptenModule).NODEFS.stream_ops.fsync = (stream) => {
        // Directories are opened without a descriptor of their own.
        if (stream.nfd !== undefined) fsyncSync(stream.nfd);
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } };
  }
}

/**
 * The engine starts with `-F` (no fsync), and its `fdatasync` does nothing: both are turned round here. The
 * commit of a statement by itself need not wait for the disk; that of a transaction does (see `durably`).
 */
export const DURABLE_START: readonly string[] = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['fsync=on', 'wal_sync_method=fsync', 'synchronous_commit=off', 'shared_buffers=32MB'].flatMap(
    (setting) => ['-c', setting],
  ),
];
