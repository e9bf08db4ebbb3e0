import { may } from '../../people/permissions/policy.ts';
import type { Role } from '../../people/permissions/roles.ts';
import type { ComparedSnapshot, Sections, SnapshotType } from '../editions/edition-content.ts';

export type SnapshotStatus = 'generating' | 'completed' | 'failed';

/** A requested record. */
export interface Snapshot {
  id: string;
  roomId: string;
  /** The title of the room when the state was frozen. */
  roomTitle: string;
  title: string;
  type: SnapshotType;
  sections: Sections;
  /** Whether the record states the commercial terms. */
  includeCommercial: boolean;
  stateHash: string;
  /** The earlier snapshot of the comparison. */
  compared: ComparedSnapshot | null;
  revision: number;
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  status: SnapshotStatus;
  error: string | null;
  completedAt: Date | null;
  /** The file of a completed snapshot. */
  file: SnapshotFile | null;
}

/** The parts of a completed snapshot: first the edition's bytes, then the seal's. */
export interface SnapshotFile {
  editionKey: string;
  editionSha256: string;
  editionSize: number;
  /** The seal's file. It is null if the database has the seal, as always since version 0.3. */
  sealSha256: string | null;
  sealSize: number;
  /** The hash of the whole file. */
  sha256: string;
}

/** Returns whether a role in the room may read the record. */
export const mayRead = (role: Role, { includeCommercial }: Pick<Snapshot, 'includeCommercial'>): boolean =>
  may(role, 'snapshot.view') && (!includeCommercial || may(role, 'commercial.view'));

/** Returns the size of the file in bytes, or 0 if there is none yet. */
export const fileSize = ({ file }: Snapshot): number => (file ? file.editionSize + file.sealSize : 0);
