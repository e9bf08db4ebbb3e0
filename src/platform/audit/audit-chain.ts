import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/hash.ts';

/** An entry of the log. */
export interface RecordedEntry {
  at: Date;
  /** The email of the actor, or `system`. */
  actor: string;
  /** The action, such as `snapshot_created`. A newer version may know more of them. */
  action: string;
  roomId: string | null;
  detail: { [key: string]: Json };
}

export interface ChainedEntry extends RecordedEntry {
  seq: number;
  hash: string;
}

/** The end of the chain: the number of entries, and the hash of the last one, which depends on all of them. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/** The head of a log without entries. */
export const EMPTY_LOG: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** Returns a head as text: `NUMBER:HASH`. */
export const writeAuditHead = ({ seq, hash }: AuditHead): string => `${seq}:${hash}`;

const HEAD = /^(\d{1,9}):([0-9a-f]{64})$/;

/** Parses the text of a head. Returns `undefined` if it is not one. */
export function parseAuditHead(text: string): AuditHead | undefined {
  const [, seq, hash] = HEAD.exec(text) ?? [];
  return seq !== undefined && hash !== undefined ? { seq: Number(seq), hash } : undefined;
}

/** Returns the hash of the content of an entry. The database chains it to the hash of the entry before. */
export const contentHash = ({ at, actor, action, roomId, detail }: RecordedEntry): string =>
  sha256(canonicalJson({ at: at.toISOString(), actor, action, room_id: roomId, detail }));

/** Returns whether an entry follows another, and is as it was written. */
export const follows = (before: AuditHead, entry: ChainedEntry): boolean =>
  entry.seq === before.seq + 1 && entry.hash === chainedHash(before.hash, entry);

/** A changed row may contain values that no entry has, such as an infinite time. Then there is no such hash. */
function chainedHash(before: string, entry: RecordedEntry): string | undefined {
  try {
    return sha256(before + contentHash(entry));
  } catch {
    return undefined;
  }
}
