import { type RoomStatus, STAGES, type Stage } from '../vocabulary/room-words.ts';

/**
 * Returns whether something that is due by a stage counts at another one. What nobody stated a stage for always counts.
 */
export const isDue = (due: Stage | null, at: Stage): boolean =>
  due === null || STAGES.indexOf(due) <= STAGES.indexOf(at);

export const laterOf = (one: Stage, other: Stage): Stage => (isDue(one, other) ? other : one);

/** The stage that a room enters with a status. */
const ENTERED: Partial<Record<RoomStatus, Stage>> = { ready: 'run_in', active: 'cargo_transfer' };

/** Returns the stage that has to be cleared before a room gets a status, if any. */
export const stageEnteredBy = (status: RoomStatus): Stage | undefined => ENTERED[status];
