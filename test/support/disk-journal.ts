/** A change of a file or folder, or a flush, as `recording-disk.c` records it. */
export interface DiskRecord {
  kind:
    | 'write'
    | 'truncate'
    | 'sync-begin'
    | 'sync-end'
    | 'create'
    | 'rename'
    | 'link'
    | 'unlink'
    | 'mkdir'
    | 'rmdir';
  /** A flush begins and ends in the same thread. */
  thread: number;
  path: string;
  /** The new path of what is renamed or linked. */
  second: string;
  offset: number;
  data: Buffer;
  /** The position in the journal after this record. */
  end: number;
}

const KINDS = [
  ...(['write', 'truncate', 'sync-begin', 'sync-end', 'create'] as const),
  ...(['rename', 'link', 'unlink', 'mkdir', 'rmdir'] as const),
];
const HEAD_SIZE = 32;

/** Reads the records of a journal. A record that is incomplete, because the process was killed, is left out. */
export function* readJournal(journal: Buffer): Iterable<DiskRecord> {
  for (let at = 0; at + HEAD_SIZE <= journal.length; ) {
    const pathEnd = at + HEAD_SIZE + journal.readUInt32LE(at + 8);
    const secondEnd = pathEnd + journal.readUInt32LE(at + 12);
    const end = secondEnd + Number(journal.readBigUInt64LE(at + 24));
    const kind = KINDS[journal.readUInt32LE(at) - 1];
    if (kind === undefined || end > journal.length) return;
    yield {
      kind,
      thread: journal.readUInt32LE(at + 4),
      path: journal.toString('utf8', at + HEAD_SIZE, pathEnd),
      second: journal.toString('utf8', pathEnd, secondEnd),
      offset: Number(journal.readBigInt64LE(at + 16)),
      data: journal.subarray(secondEnd, end),
      end,
    };
    at = end;
  }
}
