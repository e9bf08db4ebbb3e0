import { expect } from 'vitest';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import type { Answer, Client } from './client.ts';
import type { TestData } from './data-folder.ts';

type Body = Answer['body'];

const TYPES = ['pdf', 'json', 'csv'] as const;

/** Asks for so many snapshots at once, of every type and with all sorts of sections. Returns what was answered. */
export async function askForMany(client: Client, roomId: string, count: number): Promise<Body[]> {
  const requests = Array.from({ length: count }, (_, index) => ({
    title: `Number ${index}`,
    snapshot_type: TYPES[index % TYPES.length],
    include_documents: index % 2 === 0,
    include_approvals: index % 4 < 2,
    include_activity: index % 8 < 4,
  }));
  const answers = await Promise.all(requests.map((body) => client.post(`/rooms/${roomId}/snapshots`, body)));
  const refused = answers.find(({ status }) => status !== 201);
  if (refused) throw new Error(`No snapshot: ${JSON.stringify(refused.body)}`);
  return answers.map(({ body }) => body);
}

/** Waits until the task of a snapshot is finished, whatever the server answers meanwhile. */
export async function outcomeOf(
  client: Client,
  { id, room_id, task_id }: Body,
): Promise<{ task: Body; snapshot: Body }> {
  for (;;) {
    const task = await client.get(`/snapshots/tasks/${task_id}?wait=60`);
    if (task.status < 500 && !['pending', 'running'].includes(task.body.status)) {
      const snapshot = await client.get(`/rooms/${room_id}/snapshots/${id}`);
      if (snapshot.status < 500) return { task: task.body, snapshot: snapshot.body };
    }
  }
}

/** Resolves once the task of a snapshot is at work. */
export async function untilRunning(client: Client, { task_id }: Body): Promise<void> {
  const stream = await client.open(`/snapshots/tasks/${task_id}/events`);
  const decoder = new TextDecoder();
  let received = '';
  for await (const chunk of stream.body ?? []) {
    received += decoder.decode(chunk, { stream: true });
    if (received.includes('"status":"running"')) return;
  }
  throw new Error(`The task never ran:\n${received}`);
}

/** Opens the data of a server that has ended, and checks that its audit log has each snapshot once. */
export async function expectOneRecordOfEach(place: TestData['place'], ids: readonly string[]): Promise<void> {
  const database = await openDatabase({ url: place.databaseUrl, dataFolder: place.dataFolder });
  try {
    expect(await verifyAudit(database.query)).toMatchObject({ intact: true });
    const entries = await readAudit(database.query, { limit: 100_000 });
    for (const action of ['snapshot_created', 'snapshot_generated']) {
      const found = entries.filter((entry) => entry.action === action);
      expect(found.map(({ detail }) => detail.snapshot_id).sort()).toEqual([...ids].sort());
    }
  } finally {
    await database.close();
  }
}
