import type { AuditHead } from '../../platform/audit/audit-chain.ts';

/** The version of the format. It is incremented when older versions cannot read the new format. */
export const BACKUP_FORMAT = 1;

/**
 * A backup is a tar file, compressed with Zstandard. It contains the manifest, the tables, the blobs, the files and an
 * end marker, in this order. A file without the end marker is incomplete.
 */
export const MANIFEST = 'manifest.json';
export const END = 'end.json';
export const tableEntry = (name: string): string => `tables/${name}.ndjson`;
export const BLOB_FOLDER = 'blobs/';
export const FILE_FOLDER = 'files/';
export const SETTINGS = 'settings.json';

/**
 * The files of the data folder that a backup contains besides blobs: the token secret and the folder of the signing
 * key, with the certificates and other files of the operator. Hidden files are ignored, because they are temporary.
 * Names with `..` or a backslash do not match, so a backup cannot write outside the folder.
 */
const KEY_FILE = /^(jwt-secret|signing(\/[^./\\\p{Cc}][^/\\\p{Cc}]*)+)$/u;
export const isKeyFile = (path: string): boolean => KEY_FILE.test(path);

export interface BackupManifest {
  format: number;
  /** The version of Roomshot that wrote the backup. */
  version: string;
  created_at: string;
  engine: string;
  /** The newest migration of the database in the backup. */
  migration: string;
  /** The tables. Each follows the tables that it references. */
  tables: { name: string; rows: number }[];
  audit: AuditHead;
}

export interface BackupEnd {
  blobs: number;
  /** The hashes of blobs that were damaged or missing at the time of the backup. */
  missing: string[];
}
