import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Client } from '../support/client.ts';
import type { TestData } from '../support/data-folder.ts';
import { copyDemonstration } from '../support/data-folder.ts';
import { outcomeOf } from '../support/many-snapshots.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';
import { outage, startAuthority, type TestAuthority } from '../support/time-stamp-server.ts';
import { faultsOf, verifyUpload } from '../support/verification.ts';

/** A snapshot waits for its time stamp, and never goes without. */
const MAX_WAIT = { timeout: 20_000 };
const HOUR = 3_600_000;

let data: TestData;
let authority: TestAuthority;
let server: TestServer;
let broker: Client;
let room: string;
/** How far the clock of the server is ahead. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  [data, authority] = [await copyDemonstration(), await startAuthority()];
  await start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  authority[Symbol.dispose]();
  await data[Symbol.asyncDispose]();
});

async function start(): Promise<void> {
  const { url, certificatePath } = authority;
  server = await startTestServer({
    place: data.place,
    clock: () => new Date(Date.now() + ahead),
    config: { timeStamps: { authority: { url, certificatePath }, maxWaitHours: 6 } },
  });
  broker = await server.as('broker');
  room = await roomIdOf(broker, 'Aegean Pearl');
}

const taskOf = async ({ task_id }: Answer['body']): Promise<Answer['body']> =>
  (await broker.get(`/snapshots/tasks/${task_id}`)).body;

/** Asks for a snapshot that cannot get its stamp, and waits until it waits. */
async function askDuringOutage(): Promise<Answer['body']> {
  authority.answer = outage;
  const { body } = await broker.post(`/rooms/${room}/snapshots`, { snapshot_type: 'pdf' });
  await expect
    .poll(async () => {
      const { status, error } = await taskOf(body);
      return `${status}: ${error}`;
    }, MAX_WAIT)
    .toMatch(
      /^pending: The time-stamp authority answers with HTTP status 503\. The next attempt is at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/,
    );
  return body;
}

async function verificationOf({ download_url }: Answer['body']): Promise<Answer['body']> {
  const { bytes } = await broker.download(download_url);
  return (await verifyUpload(broker, bytes)).body;
}

test('a snapshot of each type is stamped', async () => {
  for (const type of ['pdf', 'json', 'csv']) {
    const { snapshot } = await takeSnapshot(broker, room, { snapshot_type: type });
    const body = await verificationOf(snapshot);
    expect(faultsOf({ body })).toEqual([]);
    expect(body.time_stamp).toMatchObject({ authority: 'Test Time Service' });
    expect(body.level).toBe(type === 'pdf' ? 'B-T' : null);
  }
});

describe('during an outage of the authority', () => {
  test('a snapshot is tried again and again, and is made with its stamp afterwards', async () => {
    const asked = await askDuringOutage();
    await expect.poll(async () => (await taskOf(asked)).attempt, MAX_WAIT).toBeGreaterThanOrEqual(3);
    authority.answer = undefined;
    const { task, snapshot } = await outcomeOf(broker, asked);
    expect(task).toMatchObject({ status: 'completed', error: null });
    expect((await verificationOf(snapshot)).level).toBe('B-T');
  });

  test('a snapshot outlives the end of the server', async () => {
    const asked = await askDuringOutage();
    await server[Symbol.asyncDispose]();
    authority.answer = undefined;
    await start();
    expect((await outcomeOf(broker, asked)).task.status).toBe('completed');
  });

  test('a snapshot that waits can be cancelled, and asked for again', async () => {
    const asked = await askDuringOutage();
    expect((await broker.post(`/snapshots/tasks/${asked.task_id}/cancel`)).status).toBeLessThan(300);
    expect(await taskOf(asked)).toMatchObject({ status: 'cancelled' });
    authority.answer = undefined;
    expect((await broker.post(`/snapshots/tasks/${asked.task_id}/retry`)).status).toBeLessThan(300);
    expect((await outcomeOf(broker, asked)).task.status).toBe('completed');
  });

  test('a snapshot goes on waiting if the clock leaps', async () => {
    const asked = await askDuringOutage();
    const { attempt } = await taskOf(asked);
    ahead = 6 * HOUR;
    await expect.poll(async () => (await taskOf(asked)).attempt, MAX_WAIT).toBeGreaterThan(attempt + 1);
    expect((await taskOf(asked)).status).not.toBe('failed');
    ahead = 0;
    authority.answer = undefined;
    expect((await outcomeOf(broker, asked)).task.status).toBe('completed');
  });

  test('a snapshot fails in the end, says why, and can be tried again', async () => {
    const asked = await askDuringOutage();
    await sql`update tasks set waiting_since = waiting_since - interval '6 hours'`.execute(
      server.roomshot.database.query,
    );
    const { task, snapshot } = await outcomeOf(broker, asked);
    expect(task.status).toBe('failed');
    expect(snapshot.error ?? task.error).toMatch(
      /has waited for its time stamp since .* it was not made without one/,
    );
    authority.answer = undefined;
    await broker.post(`/snapshots/tasks/${asked.task_id}/retry`);
    expect((await outcomeOf(broker, asked)).task.status).toBe('completed');
  });
});
