import { setTimeout as wait } from 'node:timers/promises';
import { type Call, expectStatus } from './server.ts';
import { timedEach } from './statistics.ts';

const TYPES = ['pdf', 'pdf', 'json', 'csv'] as const;
const AT_ONCE = 6;
const DELETE_EVERY = 50;
/** The room whose snapshots are kept for a day gets one in so many. */
const SHORT_LIVED_EVERY = 10;
const CLEANUP_PAUSE_MS = 2000;

export interface Kept {
  id: string;
  room: string;
}

export interface RoundRooms {
  /** Keep all their snapshots. */
  lasting: string[];
  /** Keeps them for a day. */
  shortLived: string;
}

/** What must be there after a round, and what the next clean-up must remove. */
export interface Round {
  kept: Kept[];
  shortLived: Kept[];
}

/** Takes snapshots of rooms that change before every second one, while clean-up runs again and again. */
export async function takeRound(
  { broker, admin }: { broker: Call; admin: Call },
  rooms: RoundRooms,
  { first, count }: { first: number; count: number },
): Promise<Round> {
  const round: Round = { kept: [], shortLived: [] };
  let busy = true;
  const cleaning = (async () => {
    for (; busy; await wait(CLEANUP_PAUSE_MS)) expectStatus(await admin('POST', '/admin/cleanup'), 200);
  })();
  await timedEach(count, AT_ONCE, async (offset) => {
    const index = first + offset;
    const isShortLived = index % SHORT_LIVED_EVERY === 0;
    const room = isShortLived ? rooms.shortLived : (rooms.lasting[index % rooms.lasting.length] ?? '');
    if (index % 2 === 0) {
      expectStatus(await broker('POST', `/rooms/${room}/messages`, { text: `Change ${index}` }), 201);
    }
    const id = await takeSnapshot(broker, room, index);
    if (index % DELETE_EVERY === 1) {
      expectStatus(await admin('DELETE', `/rooms/${room}/snapshots/${id}`), 200);
    } else (isShortLived ? round.shortLived : round.kept).push({ id, room });
  }).finally(() => {
    busy = false;
  });
  await cleaning;
  return round;
}

async function takeSnapshot(broker: Call, room: string, index: number): Promise<string> {
  const body = { title: `Soak ${index}`, snapshot_type: TYPES[index % TYPES.length] };
  const asked = expectStatus(await broker('POST', `/rooms/${room}/snapshots`, body), 201).json();
  const task = (await broker('GET', `/snapshots/tasks/${asked.task_id}?wait=60`)).json();
  if (task.status !== 'completed') throw new Error(`Snapshot ${index} is ${task.status}: ${task.error}`);
  return asked.id;
}
