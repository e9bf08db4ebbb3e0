import { ask, finish, typicalRoom } from './requests.ts';
import type { BenchServer, Reply } from './server.ts';
import { timedEach } from './statistics.ts';

/** Megabytes of the server and its render processes. */
export interface MemoryResults {
  atRest: number;
  /** After each further 250 snapshots of which every second one is rendered. */
  afterSnapshots: number[];
}

const SETTLE_MS = 5000;
const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

export async function measureMemory(server: BenchServer): Promise<MemoryResults> {
  const room = await typicalRoom(server);
  await settle();
  const atRest = server.memoryMb();
  const afterSnapshots: number[] = [];
  for (let round = 0; round < 4; round++) {
    await timedEach(125, 5, async (index) => {
      await server.call('POST', `/rooms/${room}/messages`, { text: `Round ${round}, ${index}` });
      const replies: Reply[] = [await ask(server, room), await ask(server, room)];
      for (const reply of replies) await finish(server, reply);
    });
    await settle();
    afterSnapshots.push(server.memoryMb());
  }
  return { atRest, afterSnapshots };
}
