import { cpSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal } from './disk-journal.ts';
import { compileLibrary } from './preloaded-library.ts';
import { type Luck, VolatileDisk } from './volatile-disk.ts';

const SOURCE = join(import.meta.dirname, 'recording-disk.c');

/** A disk that remembers what was flushed. */
export interface RecordingDisk extends AsyncDisposable {
  /** For the environment of the server. */
  environment: Record<string, string>;
  /** From now on no flush of the database's log ends, until the returned function is called. */
  hold(): () => void;
  /** How many flushes of a kind of file have begun. */
  flushesOf(path: RegExp): number;
  /** How long the journal is. */
  position(): number;
  /**
   * Makes the folder that a power cut at a position would leave.
   * @param ignored files whose flushes are taken for nothing, to see that a test notices
   */
  cutAt(position: number, target: string, options?: { luck?: Luck; ignored?: RegExp }): void;
}

/** Records what a server does in a folder from now on. */
export async function recordDisk(dataFolder: string): Promise<RecordingDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'roomshot-recording-disk-'));
  const library = join(folder, 'recording-disk.so');
  const journal = join(folder, 'journal');
  const original = join(folder, 'original');
  const held = join(folder, 'held');
  compileLibrary(SOURCE, library);
  writeFileSync(journal, '');
  cpSync(dataFolder, original, { recursive: true });
  const path = realpathSync(dataFolder);
  return {
    environment: {
      LD_PRELOAD: library,
      RECORDING_DISK_ROOT: path,
      RECORDING_DISK_JOURNAL: journal,
      RECORDING_DISK_HOLD: held,
    },
    hold() {
      writeFileSync(held, '');
      return () => rmSync(held, { force: true });
    },
    flushesOf: (path) =>
      [...readJournal(readFileSync(journal))].filter(
        (record) => record.kind === 'sync-begin' && path.test(record.path),
      ).length,
    position: () => statSync(journal).size,
    cutAt(position, target, { luck, ignored } = {}) {
      const disk = new VolatileDisk(path, original);
      for (const record of readJournal(readFileSync(journal))) {
        if (record.end > position) break;
        if (record.kind !== 'sync-end' || !ignored?.test(record.path)) disk.apply(record);
      }
      disk.keepAfterPowerCut(target, luck);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
