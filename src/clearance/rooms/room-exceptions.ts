import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { recordException } from '../changes/exceptions.ts';
import { readRoomState } from '../state/room-state-store.ts';
import { decideVerdict } from '../verdict/verdict.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import { FOUR_EYES, type FourEyes, type Stage } from '../vocabulary/room-words.ts';

const BLOCKERS_SHOWN = 5;

/**
 * Lets a room enter a stage that is cleared. One that is not is entered only by an override, which is recorded.
 * @returns whether the override was needed
 * @throws AppError `stage_not_cleared`
 */
export async function enterStage(
  tx: Transaction,
  actor: RoomActor,
  { stage, override }: { stage: Stage; override: string | undefined },
  at: Date,
): Promise<boolean> {
  const state = await readRoomState(tx, actor.roomId, at, { includeCommercial: false });
  const { reasons } = decideVerdict({ ...state, room: { ...state.room, stage } });
  const blockers = reasons.filter(({ blocking }) => blocking).map(({ text }) => text);
  if (blockers.length === 0) return false;
  if (override === undefined) throw notCleared(stage, blockers);
  const count = blockers.length === 1 ? '1 blocking finding' : `${blockers.length} blocking findings`;
  const subject = `The stage ${plainWord(stage)} was entered by override with ${count}`;
  await recordException(tx, actor, { kind: 'override', stage, subject, reason: override }, at);
  return true;
}

function notCleared(stage: Stage, blockers: readonly string[]): AppError {
  const rest = blockers.length - BLOCKERS_SHOWN;
  const lines = [
    `The operation is not cleared for ${plainWord(stage)}.`,
    ...blockers.slice(0, BLOCKERS_SHOWN),
    ...(rest > 0 ? [`And ${rest} more.`] : []),
    'Only an override with its reason lets it go on. The reason stands in every later record of the room.',
  ];
  return new AppError('conflict', 'stage_not_cleared', lines.join('\n'));
}

interface Asked {
  expiry_margin_days: number;
  asks_suitability: boolean;
  asks_compatibility: boolean;
}

interface Reduction {
  room: Asked & { stage: string; four_eyes: string };
  changes: Partial<Asked> & { four_eyes?: FourEyes };
  reason: string | undefined;
}

/** Records the reason for which a room asks for less: a shorter margin, a weaker rule of four eyes, fewer approvals. */
export async function excuseReductions(
  tx: Transaction,
  actor: RoomActor,
  { room, changes, reason }: Reduction,
  at: Date,
): Promise<void> {
  const stage = room.stage as Stage;
  const { expiry_margin_days: days = room.expiry_margin_days, four_eyes: rule = room.four_eyes } = changes;
  if (days < room.expiry_margin_days) {
    const subject = `The margin after the end was reduced from ${room.expiry_margin_days} to ${days} days`;
    await recordException(tx, actor, { kind: 'margin_reduced', stage, subject, reason }, at);
  }
  if (strictness(rule) < strictness(room.four_eyes)) {
    const subject = `The rule of four eyes was changed from ${room.four_eyes} to ${rule}`;
    await recordException(tx, actor, { kind: 'four_eyes_reduced', stage, subject, reason }, at);
  }
  for (const [name, what] of APART) {
    if (!room[name] || changes[name] !== false) continue;
    const subject = `${what} is no longer asked for apart`;
    await recordException(tx, actor, { kind: 'approvals_reduced', stage, subject, reason }, at);
  }
}

const APART = [
  ['asks_suitability', 'The suitability of each vessel'],
  ['asks_compatibility', 'The compatibility of the vessels'],
] as const;

const strictness = (rule: string): number => -FOUR_EYES.indexOf(rule as FourEyes);
