import { SNAPSHOT_TYPES, type SnapshotType } from '../editions/edition-content.ts';

/** The statement of a seal about its edition: the snapshot and its content. */
export interface SealStatement {
  snapshot_id: string;
  title: string;
  created_by: string;
  created_by_name: string;
  /** ISO 8601, UTC. */
  created_at: string;
  room_id: string;
  room_title: string;
  revision: number;
  state_hash: string;
  edition_key: string;
  edition_sha256: string;
  /**
   * The head of the audit log at the time of the seal, as `NUMBER:HASH`. The log must contain this entry for ever.
   * Records from before 0.2 lack it.
   */
  audit_head?: string;
  /**
   * The authorities that may have stamped the seal: SHA-256 of their certificates. Without this member, the seal has no
   * time stamp. So a stamp can neither be removed nor added.
   */
  time_stamp_authorities?: readonly string[];
  type: SnapshotType;
}

/** The statement in a file. The sealer adds the length of the edition and the time of the seal. */
export interface SealedStatement extends SealStatement {
  edition_size: number;
  /** The time in ISO 8601, UTC, by the clock of the installation. */
  sealed_at: string;
}

const TEXT_FIELDS = [
  'snapshot_id',
  'title',
  'created_by',
  'created_by_name',
  'created_at',
  'room_id',
  'room_title',
  'state_hash',
  'edition_key',
  'edition_sha256',
  'sealed_at',
] as const satisfies readonly (keyof SealedStatement)[];
const FIELD_COUNT = TEXT_FIELDS.length + 3;

/** The maximum size of a statement, in bytes of canonical JSON. */
export const MAX_STATEMENT_SIZE = 256 * 1024;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');

/** Reads a statement from a parsed JSON value. Returns nothing if a field is missing, unknown or of the wrong type. */
export function readStatement(value: unknown): SealedStatement | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Record<string, unknown>;
  const { audit_head: auditHead, time_stamp_authorities: authorities, ...required } = fields;
  if (Object.keys(required).length !== FIELD_COUNT) return undefined;
  if ('audit_head' in fields && typeof auditHead !== 'string') return undefined;
  if ('time_stamp_authorities' in fields && !isListOfTexts(authorities)) return undefined;
  if (!TEXT_FIELDS.every((name) => typeof fields[name] === 'string')) return undefined;
  if (!isCount(fields.revision) || !isCount(fields.edition_size)) return undefined;
  if (!SNAPSHOT_TYPES.some((type) => type === fields.type)) return undefined;
  return fields as unknown as SealedStatement;
}
