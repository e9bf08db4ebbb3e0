import { fillRoom, TYPICAL } from '../filled-room.ts';
import { ask, finish, typicalRoom } from '../requests.ts';
import { type BenchServer, expectStatus, type Reply } from '../server.ts';
import { spread, timedEach } from '../statistics.ts';

/** A figure of a piece of some seconds. For all of them less is better. */
export type Figures = Record<string, number>;

/** A room that does not change, and one that changes. */
interface Rooms {
  unchanged: string;
  changing: string;
}

const MANY = 60;
const AT_ONCE = 10;
const ONE_BY_ONE = 15;
const CALLERS = 50;

export async function prepareRooms(server: BenchServer): Promise<Rooms> {
  const rooms = {
    unchanged: await typicalRoom(server),
    changing: await fillRoom(server, 'Changing', TYPICAL),
  };
  for (let warmUp = 0; warmUp < 20; warmUp++) await finish(server, await ask(server, rooms.unchanged));
  return rooms;
}

/** Measures everything once, in a few seconds. */
export async function measurePiece(server: BenchServer, { unchanged, changing }: Rooms): Promise<Figures> {
  const before = server.processorMs();
  const replies: Reply[] = [];
  const start = performance.now();
  await timedEach(MANY, AT_ONCE, async () => void replies.push(await ask(server, unchanged)));
  for (const reply of replies) await finish(server, reply);
  const duration = performance.now() - start;
  const processor = server.processorMs() - before;

  const posts: number[] = [];
  const whole = await timedEach(ONE_BY_ONE, 1, async () => {
    const asked = performance.now();
    const reply = await ask(server, unchanged);
    posts.push(performance.now() - asked);
    await finish(server, reply);
  });
  const changed: number[] = [];
  for (let n = 0; n < ONE_BY_ONE; n++) {
    const message = { text: `Measured ${n}` };
    expectStatus(await server.call('POST', `/rooms/${changing}/messages`, message), 201);
    changed.push(...(await timedEach(1, 1, async () => finish(server, await ask(server, changing)))));
  }
  const crowd: Reply[] = [];
  const waits = await timedEach(3 * CALLERS, CALLERS, async () => {
    crowd.push(expectStatus(await ask(server, unchanged), 201));
  });
  for (const reply of crowd) await finish(server, reply);
  const { p50, p95 } = spread(waits);
  return {
    'ms a snapshot, unchanged room, 10 at once': duration / MANY,
    'processor ms a snapshot, all processes': processor / MANY,
    POST: spread(posts).p50,
    'request to completed, unchanged room': spread(whole).p50,
    'request to completed, changed room': spread(changed).p50,
    '50 callers, p50': p50,
    '50 callers, p95': p95,
  };
}
