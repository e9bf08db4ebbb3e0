import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { DiskRecord } from './disk-journal.ts';

/** A part of a file that was written, or its new size. */
type Change = { offset: number; data: Buffer } | { size: number };

interface File {
  /** The file before the first change. Undefined for a new file. */
  original?: string;
  changes: Change[];
  /** How many of the changes were flushed. */
  flushed: number;
}

interface Folder {
  /** What is in it, for processes. */
  entries: Map<string, Item>;
  /** What is in it after a power cut. */
  flushed: Map<string, Item>;
}

type Item = File | Folder;

/** A change of the names in one folder or two, such as a rename. */
interface NameChange {
  folders: Folder[];
  isFlushed: boolean;
  apply(entriesOf: (folder: Folder) => Map<string, Item>): void;
}

const SECTOR = 4096;

/** What a power cut keeps of the changes that were not flushed. */
export type Luck = () => boolean;
/** Nothing that was not flushed is kept. */
export const NO_LUCK: Luck = () => false;

/**
 * The files of a server as a disk keeps them. A write is kept when its file was flushed afterwards. A new, renamed or
 * removed name is kept when its folder was flushed afterwards. This is the least that POSIX promises; file systems keep
 * more.
 */
export class VolatileDisk {
  readonly #root: Folder;
  readonly #path: string;
  readonly #names: NameChange[] = [];
  /** What each thread is flushing, and how much of it was there at the beginning. */
  readonly #flushing = new Map<number, { item: Item; count: number }>();

  /**
   * @param path of the folder when it was recorded
   * @param original a copy of the folder from before, of which everything is on the disk
   */
  constructor(path: string, original: string) {
    this.#path = path;
    this.#root = readFolder(original);
  }

  apply(record: DiskRecord): void {
    const { kind, path, second, thread } = record;
    if (kind === 'write') this.#file(path)?.changes.push({ offset: record.offset, data: record.data });
    else if (kind === 'truncate') this.#file(path)?.changes.push({ size: record.offset });
    else if (kind === 'sync-begin') this.#beginFlush(thread, path);
    else if (kind === 'sync-end') this.#endFlush(thread);
    else if (kind === 'create') this.#setName(path, { changes: [], flushed: 0 });
    else if (kind === 'mkdir') this.#setName(path, { entries: new Map(), flushed: new Map() });
    else if (kind === 'link') this.#setName(second, this.#find(path));
    else if (kind === 'rename') this.#setName(second, this.#find(path), path);
    else this.#removeName(path);
  }

  /** Writes what a power cut at this moment leaves to a folder. */
  keepAfterPowerCut(target: string, luck: Luck = NO_LUCK): void {
    const kept = new Map<Folder, Map<string, Item>>();
    const entriesOf = (folder: Folder) => {
      const entries = kept.get(folder) ?? new Map(folder.flushed);
      kept.set(folder, entries);
      return entries;
    };
    // A file system keeps the order of names: what is kept is the beginning of what was done.
    for (const change of this.#names.filter(({ isFlushed }) => !isFlushed)) {
      if (!luck()) break;
      change.apply(entriesOf);
    }
    writeFolder(target, this.#root, entriesOf, luck);
  }

  #beginFlush(thread: number, path: string): void {
    const item = this.#find(path);
    if (!item) return;
    const count = 'changes' in item ? item.changes.length : this.#names.length;
    this.#flushing.set(thread, { item, count });
  }

  #endFlush(thread: number): void {
    const flush = this.#flushing.get(thread);
    this.#flushing.delete(thread);
    if (!flush) return;
    const { item, count } = flush;
    if ('changes' in item) item.flushed = Math.max(item.flushed, count);
    else {
      for (const change of this.#names.slice(0, count)) {
        if (change.isFlushed || !change.folders.includes(item)) continue;
        change.isFlushed = true;
        change.apply(({ flushed }) => flushed);
      }
    }
  }

  #setName(path: string, item: Item | undefined, from?: string): void {
    const to = this.#folderOf(path);
    const old = from === undefined ? undefined : this.#folderOf(from);
    if (!item || !to || (from !== undefined && !old)) return;
    this.#change(old ? [old, to] : [to], (entriesOf) => {
      if (old && from !== undefined && entriesOf(old).get(basename(from)) === item) {
        entriesOf(old).delete(basename(from));
      }
      entriesOf(to).set(basename(path), item);
    });
  }

  #removeName(path: string): void {
    const folder = this.#folderOf(path);
    const item = this.#find(path);
    if (!folder || !item) return;
    this.#change([folder], (entriesOf) => {
      if (entriesOf(folder).get(basename(path)) === item) entriesOf(folder).delete(basename(path));
    });
  }

  #change(folders: Folder[], apply: NameChange['apply']): void {
    apply(({ entries }) => entries);
    this.#names.push({ folders, apply, isFlushed: false });
  }

  #find(path: string): Item | undefined {
    let item: Item | undefined = this.#root;
    for (const name of relative(this.#path, path).split('/')) {
      if (name === '') continue;
      item = item && 'entries' in item ? item.entries.get(name) : undefined;
    }
    return item;
  }

  #file(path: string): File | undefined {
    const item = this.#find(path);
    return item && 'changes' in item ? item : undefined;
  }

  #folderOf(path: string): Folder | undefined {
    const item = this.#find(dirname(path));
    return item && 'entries' in item ? item : undefined;
  }
}

function readFolder(path: string): Folder {
  const entries = new Map<string, Item>();
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const original = join(path, entry.name);
    if (entry.isDirectory()) entries.set(entry.name, readFolder(original));
    else if (entry.isFile()) entries.set(entry.name, { original, changes: [], flushed: 0 });
  }
  return { entries, flushed: new Map(entries) };
}

function writeFolder(
  path: string,
  folder: Folder,
  entriesOf: (folder: Folder) => Map<string, Item>,
  luck: Luck,
): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  for (const [name, item] of entriesOf(folder)) {
    if ('changes' in item) writeFile(join(path, name), item, luck);
    else writeFolder(join(path, name), item, entriesOf, luck);
  }
}

function writeFile(path: string, { original, changes, flushed }: File, luck: Luck): void {
  const kept = [
    ...changes.slice(0, flushed),
    ...changes.slice(flushed).flatMap((change) => keepSome(change, luck)),
  ];
  if (kept.length === 0 && original !== undefined) {
    copyFileSync(original, path);
    return;
  }
  const before = original === undefined ? Buffer.alloc(0) : readFileSync(original);
  const content = Buffer.alloc(Math.max(before.length, ...kept.map(endOf)));
  before.copy(content);
  let size = before.length;
  for (const change of kept) {
    if ('data' in change) {
      change.data.copy(content, change.offset);
      size = Math.max(size, endOf(change));
    } else {
      content.fill(0, change.size);
      size = change.size;
    }
  }
  writeFileSync(path, content.subarray(0, size), { mode: 0o600 });
}

const endOf = (change: Change): number =>
  'size' in change ? change.size : change.offset + change.data.length;

/** A disk writes sectors in any order. */
function keepSome(change: Change, luck: Luck): Change[] {
  if ('size' in change) return luck() ? [change] : [];
  const parts: Change[] = [];
  for (let at = 0; at < change.data.length; ) {
    const end = Math.min(change.data.length, at + SECTOR - ((change.offset + at) % SECTOR));
    if (luck()) parts.push({ offset: change.offset + at, data: change.data.subarray(at, end) });
    at = end;
  }
  return parts;
}
