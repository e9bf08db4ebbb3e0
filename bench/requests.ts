import { typicalRooms } from './filled-room.ts';
import { type BenchServer, expectStatus, type Reply } from './server.ts';
import { type Spread, spread, timed, timedEach } from './statistics.ts';

export interface RequestResults {
  post: Record<'one by one' | '10 at once, first' | '10 at once' | '50 at once', Spread>;
  failedPosts: number;
  completed: Record<'unchanged room' | 'changed room', Spread>;
  download: Record<'from memory' | 'from disk', Spread>;
  tasksPerSecond: number;
}

type RoomId = string;

/** The typical room of the demonstration. */
export async function typicalRoom(server: BenchServer): Promise<RoomId> {
  const { items } = (await server.call('GET', '/rooms?q=Aegean')).json();
  return items[0].id;
}

export async function ask(server: BenchServer, room: RoomId): Promise<Reply> {
  return server.call('POST', `/rooms/${room}/snapshots`, {});
}

export async function finish(server: BenchServer, reply: Reply): Promise<void> {
  const task = (await server.call('GET', `/snapshots/tasks/${reply.json().task_id}?wait=60`)).json();
  if (task.status !== 'completed') throw new Error(`A snapshot failed: ${task.error}`);
}

/** Everything that is measured from outside, over HTTP. */
export async function measureRequests(server: BenchServer): Promise<RequestResults> {
  const room = await typicalRoom(server);
  for (let warmUp = 0; warmUp < 20; warmUp++) await finish(server, await ask(server, room));
  const posts = await measurePosts(server, room);
  const tasksPerSecond = await measureThroughput(server, room);
  const completed = {
    'unchanged room': spread(await timedEach(200, 1, async () => finish(server, await ask(server, room)))),
    'changed room': await measureMisses(server),
  };
  return { ...posts, tasksPerSecond, completed, download: await measureDownloads(server, room) };
}

/** One by one means: each snapshot is finished before the next is asked for, as the reference was measured. */
async function measurePosts(
  server: BenchServer,
  room: RoomId,
): Promise<Pick<RequestResults, 'post' | 'failedPosts'>> {
  let failedPosts = 0;
  const burst = async (count: number, atOnce: number): Promise<Spread> => {
    const replies: Reply[] = [];
    const times = await timedEach(count, atOnce, async () => {
      replies.push(await ask(server, room));
    });
    failedPosts += replies.filter(({ status }) => status !== 201).length;
    for (const reply of replies) await finish(server, reply);
    return spread(times);
  };
  const alone: number[] = [];
  for (let index = 0; index < 200; index++) {
    const start = performance.now();
    const reply = await ask(server, room);
    alone.push(performance.now() - start);
    await finish(server, reply);
  }
  return {
    post: {
      'one by one': spread(alone),
      // The engine is still compiling what it meets in the first crowd.
      '10 at once, first': await burst(200, 10),
      '10 at once': await burst(600, 10),
      '50 at once': await burst(200, 50),
    },
    failedPosts,
  };
}

async function measureMisses(server: BenchServer): Promise<Spread> {
  const times: number[] = [];
  const rooms = await typicalRooms(server, 20);
  for (let index = 0; index < 100; index++) {
    const room = rooms[index % rooms.length] ?? '';
    expectStatus(await server.call('POST', `/rooms/${room}/messages`, { text: `Measured ${index}` }), 201);
    times.push(await timed(async () => finish(server, await ask(server, room))));
  }
  return spread(times);
}

async function measureThroughput(server: BenchServer, room: RoomId): Promise<number> {
  const count = 500;
  const ms = await timed(async () => {
    const replies: Reply[] = [];
    await timedEach(count, 10, async () => {
      replies.push(await ask(server, room));
    });
    for (const reply of replies) await finish(server, reply);
  });
  return (count * 1000) / ms;
}

async function measureDownloads(server: BenchServer, room: RoomId): Promise<RequestResults['download']> {
  const reply = await ask(server, room);
  await finish(server, reply);
  const path = reply.json().download_url.replace('/api/v1', '');
  const download = () => server.call('GET', path);
  await timedEach(20, 1, download);
  const memory = spread(await timedEach(200, 1, download));
  const disk: number[] = [];
  for (let restart = 0; restart < 5; restart++) {
    await server.restart();
    // Warms everything but the file itself.
    await timedEach(20, 1, () => server.call('GET', path.replace('/download', '')));
    disk.push(await timed(download));
  }
  return { 'from memory': memory, 'from disk': spread(disk) };
}
