import { openRoomshot } from '../app.ts';
import type { Config } from '../config.ts';
import { differenceSentences } from '../difference/difference-sentences.ts';
import { AppError } from '../kernel/errors.ts';
import { isId } from '../kernel/ids.ts';
import { makeVisible } from '../rendering/visible-text.ts';
import { compareSnapshots } from '../snapshots/snapshot-difference.ts';
import { createLog } from './log.ts';

/** What is different between two snapshots of a room: a sentence on each line, marks of direction made visible. */
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
