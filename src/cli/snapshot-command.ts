import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openRoomshot, type Roomshot } from '../app/app.ts';
import type { Config } from '../app/config.ts';
import type { RoomActor } from '../people/permissions/actor.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { isId } from '../platform/kernel/ids.ts';
import { findSnapshot } from '../records/snapshots/snapshot-store.ts';
import { isFinal, taskIdOf } from '../records/snapshots/task.ts';
import { createLog } from './log.ts';
import { requireFolderOf, writeOutput } from './output-file.ts';

export interface SnapshotOptions {
  type: string;
  title?: string;
  compareTo?: string;
  includeCommercial?: boolean;
  out?: string;
}

/** A user who can run the command on this machine already has access to the data folder. */
const operator = (roomId: string): RoomActor => ({
  userId: 'system',
  email: 'system',
  name: 'Command line',
  role: 'admin',
  roomId,
  roomRole: 'admin',
});

const EVERY_SECTION = { documents: true, approvals: true, activity: true };

/** Takes a snapshot without a server: asks for it, makes it, and writes its file. Returns the path. */
export async function takeSnapshot(
  config: Config,
  roomId: string,
  options: SnapshotOptions,
): Promise<string> {
  if (!isId(roomId)) throw new AppError('not_found', 'room_not_found', `There is no room ${roomId}.`);
  await requireFolderOf(options.out ?? '.');
  await using roomshot = await openRoomshot(config, createLog({ level: 'error', format: config.logFormat }));
  const { database, clock, records } = roomshot;
  const { id } = await database.transaction((tx) =>
    records.snapshots.request(
      tx,
      operator(roomId),
      {
        title: options.title ?? null,
        type: options.type,
        sections: EVERY_SECTION,
        includeCommercial: options.includeCommercial ?? false,
        compareTo: options.compareTo ?? null,
        timeoutSeconds: config.taskTimeoutSeconds,
      },
      clock(),
    ),
  );
  await makeWithProgress(roomshot, taskIdOf(id));
  const snapshot = await findSnapshot(database.query, roomId, id);
  if (snapshot?.status !== 'completed') {
    throw new AppError(
      'internal',
      'snapshot_failed',
      snapshot?.error ?? 'The snapshot was deleted meanwhile.',
    );
  }
  const file = await records.readSnapshot(snapshot, AbortSignal.timeout(60_000));
  const content = await file.open();
  const path = options.out ?? `snapshot-${id}.${snapshot.type === 'csv' ? 'zip' : snapshot.type}`;
  await writeOutput(path, content instanceof Readable ? await buffer(content) : content);
  return path;
}

async function makeWithProgress(
  { events, jobs }: Pick<Roomshot, 'events' | 'jobs'>,
  taskId: string,
): Promise<void> {
  const { promise: finished, resolve } = Promise.withResolvers<void>();
  events.tasks.subscribe(taskId, ({ status, stage, progress }) => {
    process.stderr.write(`${String(progress).padStart(3)} %  ${isFinal(status) ? status : stage}\n`);
    if (isFinal(status)) resolve();
  });
  jobs.start();
  await finished;
}
