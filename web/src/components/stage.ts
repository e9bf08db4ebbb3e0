import type { ResponseBody } from '../contract/route-types.ts';

type Room = ResponseBody<'/api/v1/rooms/{room_id}'>;
/** A moment of an operation for which it is cleared. */
export type Stage = Room['stage'];

/** The names inside a sentence, in the order of an operation. The report uses the same. */
const PHRASES: Record<Stage, string> = {
  fixture: 'fixture',
  before_operation: 'the operation',
  run_in: 'run-in',
  cargo_transfer: 'cargo transfer',
  unmooring: 'unmooring',
};

export const STAGES = Object.keys(PHRASES) as Stage[];

/** Returns the name of a stage inside a sentence: cleared for "run-in". */
export const stagePhrase = (stage: Stage): string => PHRASES[stage];
