import { randomBytes } from 'node:crypto';
import { type FreeSpace, RESERVE_BYTES } from './free-space.ts';
import type { ScratchFile, ScratchFolder } from './scratch-folder.ts';

/** The purpose of the file, for `ScratchFolder`. */
export const BALLAST = 'ballast';
/** A file of the log of the embedded database has 16 MB. */
const BALLAST_BYTES = 20_000_000;
/** With less, the database may not be able to enlarge a table. */
const CRITICAL_BYTES = 4_000_000;
const BLOCK_BYTES = 1_000_000;

/**
 * Space on the disk that the server takes while there is plenty, and gives back when other programs have taken all the
 * rest. Deletions, log-ins and clean-ups write a little before they can free more.
 */
export class Ballast {
  readonly #space: FreeSpace;
  readonly #scratch: ScratchFolder;
  #file: Promise<ScratchFile | undefined> | undefined;

  constructor(space: FreeSpace, scratch: ScratchFolder) {
    this.#space = space;
    this.#scratch = scratch;
  }

  /** Takes the space, if it is not taken and there is plenty. Never rejects. */
  async take(): Promise<void> {
    this.#file ??= this.#write().catch(() => undefined);
    if ((await this.#file) === undefined) this.#file = undefined;
  }

  /** Gives the space back if the disk is full. */
  async makeRoom(): Promise<void> {
    if (this.#file && this.#space.read() < CRITICAL_BYTES) await this.close();
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await (await file)?.close();
  }

  async #write(): Promise<ScratchFile | undefined> {
    if (this.#space.read() < RESERVE_BYTES + 2 * BALLAST_BYTES) return undefined;
    const file = await this.#scratch.open(BALLAST);
    try {
      await file.append(blocks());
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}

/** Random, because some file systems store equal bytes in less space. */
async function* blocks(): AsyncIterable<string> {
  for (let bytes = 0; bytes < BALLAST_BYTES; bytes += BLOCK_BYTES)
    yield randomBytes(BLOCK_BYTES / 2).toString('hex');
}
