import { openRoomshot } from '../app/app.ts';
import type { Config } from '../app/config.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { isId } from '../platform/kernel/ids.ts';
import { differenceSentences } from '../records/difference/difference-sentences.ts';
import { compareSnapshots } from '../records/snapshots/snapshot-difference.ts';
import { makeVisible } from '../records/wording/visible-text.ts';
import { createLog } from './log.ts';

/**
 * Describes the differences between two snapshots of a room: one sentence on each line, with direction marks made
 * visible.
 */
export async function describeDifference(
  config: Config,
  roomId: string,
  snapshotIds: [before: string, after: string],
): Promise<string> {
  if (!isId(roomId)) throw new AppError('not_found', 'room_not_found', `There is no room ${roomId}.`);
  await using roomshot = await openRoomshot(config, createLog({ level: 'error', format: config.logFormat }));
  const { difference } = await compareSnapshots(roomshot.database.query, roomId, snapshotIds);
  const isPrintable = (): boolean => true;
  return differenceSentences(difference)
    .map((sentence) => makeVisible(sentence, isPrintable))
    .join('\n');
}
