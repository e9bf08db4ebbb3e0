import { typicalRooms } from './filled-room.ts';
import { ask, finish } from './requests.ts';
import { type BenchServer, expectStatus, type Reply } from './server.ts';
import { timedEach } from './statistics.ts';

/** Megabytes of the server and its render processes. */
export interface MemoryResults {
  atRest: number;
  /** After each further 250 snapshots of which every second one is rendered. */
  afterSnapshots: { all: number; cachedEditions: number }[];
  /** When the render processes have gone to rest again; the cache of editions stays. */
  atRestAgain: number;
}

/** The engine is compiled in the background after a start, and gives that memory back. */
const SETTLE_MS = 15_000;
/** Longer than render processes stay without work. */
const REST_MS = 75_000;
/** Each is changed a dozen times. */
const ROOMS = 40;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function measureMemory(server: BenchServer): Promise<MemoryResults> {
  const rooms = await typicalRooms(server, ROOMS);
  await wait(SETTLE_MS);
  const atRest = server.memoryMb();
  const afterSnapshots: MemoryResults['afterSnapshots'] = [];
  const admin = await server.as('admin');
  let changes = 0;
  for (let round = 0; round < 4; round++) {
    await timedEach(125, 5, async (index) => {
      const room = rooms[changes++ % ROOMS] ?? '';
      const text = `Round ${round}, ${index}`;
      expectStatus(await server.call('POST', `/rooms/${room}/messages`, { text }), 201);
      const replies: Reply[] = [await ask(server, room), await ask(server, room)];
      for (const reply of replies) await finish(server, reply);
    });
    const { cache } = (await admin('GET', '/snapshots/metrics/summary?hours=1')).json();
    afterSnapshots.push({ all: server.memoryMb(), cachedEditions: cache.memory_used_mb });
  }
  await wait(REST_MS);
  return { atRest, afterSnapshots, atRestAgain: server.memoryMb() };
}
