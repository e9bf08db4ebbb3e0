import { hashState } from '../../clearance/state/room-state-store.ts';
import { hasCommercialTerms, withoutCommercialTerms } from '../../clearance/vocabulary/commercial-terms.ts';
import type { RoomState } from '../../clearance/vocabulary/room-state.ts';
import type { StateDifference } from '../difference/difference.ts';
import { compareStates } from '../difference/state-difference.ts';

/** The forms in which a state can be rendered. */
export const SNAPSHOT_TYPES = ['pdf', 'json', 'csv'] as const;
export type SnapshotType = (typeof SNAPSHOT_TYPES)[number];

/** The parts of a report that can be left out. */
export interface Sections {
  documents: boolean;
  approvals: boolean;
  activity: boolean;
}

/** The data of the earlier snapshot that an edition is compared with. It outlives that snapshot. */
export interface ComparedSnapshot {
  snapshotId: string;
  takenAt: Date;
  revision: number;
  stateHash: string;
  sections: Sections;
}

/** The changes since an earlier snapshot. */
export interface ChangesSince extends StateDifference {
  since: { snapshot_id: string; taken_at: string; revision: number; state_hash: string };
}

/**
 * The content of an edition: the state without its revision and without the sections that were left out. The revision
 * also changes with data that these sections do not show. The seal states it instead.
 */
export type EditionContent = Omit<RoomState, 'revision' | 'documents' | 'approvals' | 'activity'> &
  Partial<Pick<RoomState, 'documents' | 'approvals' | 'activity'>> & {
    /** The changes since an earlier snapshot, if requested. */
    changes?: ChangesSince;
  };

/** Returns the whole state from a content and its revision, or `undefined` if sections were left out. */
export function restoreState(content: EditionContent, revision: number): RoomState | undefined {
  const { documents, approvals, activity, changes: _, ...always } = content;
  if (!documents || !approvals || !activity) return undefined;
  return { ...always, revision, documents, approvals, activity };
}

/** Returns the selected sections of a state. */
export function selectContent(state: RoomState, sections: Sections): EditionContent {
  const { revision: _, requirements, documents, approvals, approved_facts, activity, ...always } = state;
  return {
    ...always,
    ...(sections.documents && { documents, ...(requirements && { requirements }) }),
    ...(sections.approvals && { approvals, ...(approved_facts && { approved_facts }) }),
    ...(sections.activity && { activity }),
  };
}

/** The source of the content of an edition. */
export interface ContentSource {
  stateHash: string;
  sections: Sections;
  /** The earlier snapshot of the comparison. */
  compared: ComparedSnapshot | null;
  loadState(stateHash: string): Promise<RoomState>;
}

/** Loads the content of an edition. The same source always gives the same content, because states never change. */
export async function loadContent(source: ContentSource): Promise<EditionContent> {
  const { stateHash, sections, compared, loadState } = source;
  const content = selectContent(await loadState(stateHash), sections);
  if (compared === null) return content;
  const [earlier, earlierHash] = await loadEarlier(compared, content, loadState);
  const before = selectContent(earlier, compared.sections);
  const since = {
    snapshot_id: compared.snapshotId,
    taken_at: compared.takenAt.toISOString(),
    revision: compared.revision,
    state_hash: earlierHash,
  };
  return { ...content, changes: { since, ...compareStates(before, content) } };
}

/**
 * Loads the earlier state of a comparison, with its hash. A record without commercial terms is compared with the state
 * without them: from the hash of the whole state, readers could guess the terms.
 */
async function loadEarlier(
  { stateHash }: ComparedSnapshot,
  { room }: EditionContent,
  loadState: ContentSource['loadState'],
): Promise<[RoomState, string]> {
  const earlier = await loadState(stateHash);
  if (hasCommercialTerms(room) || !hasCommercialTerms(earlier.room)) return [earlier, stateHash];
  const open: RoomState = { ...earlier, room: withoutCommercialTerms(earlier.room) };
  return [open, hashState(open)];
}
