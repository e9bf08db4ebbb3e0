import type { AuditHead } from '../../platform/audit/audit-log.ts';

/** Moves whenever an older version could not read what a newer one writes. */
export const BACKUP_FORMAT = 1;

/**
 * A backup is a tar file, compressed with Zstandard: first the manifest, then each table, the blobs, the files,
 * and last the end, without which it is not whole.
 */
export const MANIFEST = 'manifest.json';
export const END = 'end.json';
export const tableEntry = (name: string): string => `tables/${name}.ndjson`;
export const BLOB_FOLDER = 'blobs/';
export const FILE_FOLDER = 'files/';
export const SETTINGS = 'settings.json';

/**
 * The files of the data folder that a backup holds besides blobs: the secret of the tokens and all that lies with
 * the signing key, certificates and files of the operator too. What is hidden is only on its way there. Names
 * with `..` or a backslash do not match, so that a backup can place nothing outside.
 */
const KEY_FILE = /^(jwt-secret|signing(\/[^./\\\p{Cc}][^/\\\p{Cc}]*)+)$/u;
export const isKeyFile = (path: string): boolean => KEY_FILE.test(path);

export interface BackupManifest {
  format: number;
  /** Of the software that wrote it. */
  version: string;
  created_at: string;
  engine: string;
  /** The newest migration of the database that it holds. */
  migration: string;
  /** In an order in which each stands behind those that it refers to. */
  tables: { name: string; rows: number }[];
  audit: AuditHead;
}

export interface BackupEnd {
  blobs: number;
  /** Hashes of blobs that were damaged or gone when the backup was made. */
  missing: string[];
}
