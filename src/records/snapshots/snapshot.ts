import type { ComparedSnapshot, Sections, SnapshotType } from '../editions/edition-content.ts';

export type SnapshotStatus = 'generating' | 'completed' | 'failed';

/** The record that a person asked for. */
export interface Snapshot {
  id: string;
  roomId: string;
  /** As it was when the state was frozen. */
  roomTitle: string;
  title: string;
  type: SnapshotType;
  sections: Sections;
  stateHash: string;
  /** The earlier snapshot that it shows the changes since. */
  compared: ComparedSnapshot | null;
  revision: number;
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  status: SnapshotStatus;
  error: string | null;
  completedAt: Date | null;
  /** Set once it is completed. */
  file: SnapshotFile | null;
}

/** The parts of a completed snapshot: first the edition's bytes, then the seal's. */
export interface SnapshotFile {
  editionKey: string;
  editionSha256: string;
  editionSize: number;
  sealSha256: string;
  sealSize: number;
  /** Of both together. */
  sha256: string;
}

/** Bytes of the downloadable file, 0 until there is one. */
export const fileSize = ({ file }: Snapshot): number => (file ? file.editionSize + file.sealSize : 0);
