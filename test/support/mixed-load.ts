import { randomUUID } from 'node:crypto';
import type { Acknowledged } from './acknowledged.ts';
import { fileOf } from './acknowledged.ts';
import type { Answer, Client } from './client.ts';
import { openRoom } from './rooms.ts';

interface Load {
  broker: Client;
  admin: Client;
  acknowledged: Acknowledged;
  /** The room that all of them change. */
  room: string;
}

type Deed = (load: Load) => Promise<void>;

const TYPES = ['pdf', 'json', 'csv'] as const;
const WORKERS = 4;

/** Changes a room in every way at once, and reads what others change, until the server is gone. */
export async function putUnderLoad(load: Load): Promise<void> {
  const follow = followEvents(load).catch(() => {});
  const workers = Array.from({ length: WORKERS }, (_, index) => repeat(load, index).catch(() => {}));
  await Promise.all([follow, ...workers]);
}

/** Opens a room for a load. */
export const openLoadedRoom = async (broker: Client): Promise<string> => (await openRoom(broker)).id;

async function repeat(load: Load, worker: number): Promise<void> {
  for (let turn = worker; ; turn++) {
    const deed = DEEDS[turn % DEEDS.length];
    await deed?.(load);
  }
}

const write: Deed = async ({ broker, room, acknowledged }) => {
  const text = randomUUID();
  if (isDone(await broker.post(`/rooms/${room}/messages`, { text })))
    acknowledged.note({ what: 'message', room, text });
};

const upload: Deed = async ({ broker, room, acknowledged }) => {
  const added = await broker.post(`/rooms/${room}/documents`, { name: randomUUID() });
  if (!isDone(added)) return;
  const path = `/rooms/${room}/documents/${added.body.id}/file`;
  const { bytes, sha256 } = fileOf(randomUUID());
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), 'file.pdf');
  const stored = await broker.open(path, { method: 'POST', body: form });
  if (stored.ok) acknowledged.note({ what: 'file', path, sha256 });
  await stored.arrayBuffer();
};

const remove: Deed = async ({ broker, room, acknowledged }) => {
  const added = await broker.post(`/rooms/${room}/documents`, { name: randomUUID() });
  if (!isDone(added)) return;
  const { id } = added.body;
  const removed = await broker.delete(`/rooms/${room}/documents/${id}`);
  if (isDone(removed)) acknowledged.note({ what: 'document removed', room, id });
};

const read: Deed = async ({ broker, admin, room, acknowledged }) => {
  const { body } = await broker.get(`/rooms/${room}`);
  if (body.revision !== undefined) acknowledged.note({ what: 'revision', room, revision: body.revision });
  const checkpoint = await admin.get('/audit/checkpoint');
  if (isDone(checkpoint)) acknowledged.note({ what: 'audit head', head: checkpoint.body.audit_head });
};

const record =
  (type: (typeof TYPES)[number]): Deed =>
  async (load) => {
    const { broker, admin, room, acknowledged } = load;
    const taken = await broker.post(`/rooms/${room}/snapshots`, { snapshot_type: type });
    if (!isDone(taken)) return;
    const { id, task_id } = taken.body;
    acknowledged.note({ what: 'snapshot', room, id });
    const task = await broker.get(`/snapshots/tasks/${task_id}?wait=30`);
    if (task.body.status !== 'completed') return;
    const { body } = await broker.get(`/rooms/${room}/snapshots/${id}`);
    if (type === 'csv') {
      acknowledged.note({ what: 'record', path: body.download_url, sha256: body.sha256 });
      return;
    }
    const another = await broker.post(`/rooms/${room}/snapshots`, { snapshot_type: type });
    if (!isDone(another)) return;
    const deleted = await admin.delete(`/rooms/${room}/snapshots/${another.body.id}`);
    if (isDone(deleted)) acknowledged.note({ what: 'snapshot deleted', room, id: another.body.id });
    acknowledged.note({ what: 'record', path: body.download_url, sha256: body.sha256 });
  };

const DEEDS: readonly Deed[] = [
  ...[write, upload, read, remove, record('json'), write, read, record('csv'), upload, write, record('pdf')],
];

const isDone = ({ status }: Pick<Answer, 'status'>): boolean => status >= 200 && status < 300;

/** Notes each change that the stream of the room reports. */
async function followEvents({ broker, room, acknowledged }: Load): Promise<void> {
  const stream = await broker.open(`/rooms/${room}/events`);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream.body ?? []) {
    const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const [, seq, data] = /^id: (\d+)\nevent: change\ndata: (.*)$/m.exec(event) ?? [];
      if (seq === undefined || data === undefined) continue;
      acknowledged.note({ what: 'event', room, seq: Number(seq), kind: JSON.parse(data).kind });
    }
  }
}
