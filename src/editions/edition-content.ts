import type { RoomState } from '../rooms/room-state.ts';

/** The forms in which a state can be rendered. */
export const SNAPSHOT_TYPES = ['pdf', 'json', 'csv'] as const;
export type SnapshotType = (typeof SNAPSHOT_TYPES)[number];

/** The parts of a report that can be left out. */
export interface Sections {
  documents: boolean;
  approvals: boolean;
  activity: boolean;
}

/**
 * What an edition shows: the state without its revision and without the sections that were not chosen.
 * The revision moves with changes that these sections cannot show; the seal states it instead.
 */
export type EditionContent = Omit<RoomState, 'revision' | 'documents' | 'approvals' | 'activity'> &
  Partial<Pick<RoomState, 'documents' | 'approvals' | 'activity'>>;

/** The chosen part of a state. */
export function selectContent(state: RoomState, sections: Sections): EditionContent {
  const { revision: _, documents, approvals, activity, ...always } = state;
  return {
    ...always,
    ...(sections.documents && { documents }),
    ...(sections.approvals && { approvals }),
    ...(sections.activity && { activity }),
  };
}
