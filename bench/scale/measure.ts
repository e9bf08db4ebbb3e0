import { type BenchServer, expectStatus } from '../server.ts';
import { spread, timedEach } from '../statistics.ts';

/** What one repetition took, in milliseconds. */
export interface Cost {
  /** The median. */
  elapsed: number;
  /** The mean of the processor time of our processes. That of a database server does not belong to it. */
  processor: number;
}

/** What was measured, with its cost. */
export type Costs = Map<string, Cost>;

const REPETITIONS = 25;

/** Calls each route that could grow with the number of snapshots, and takes snapshots. */
export async function measureRoutes(server: BenchServer): Promise<Costs> {
  const admin = await server.as('admin');
  const { items } = (await admin('GET', '/rooms?q=Operation&limit=20')).json();
  const room = items.find(({ last_snapshot }: { last_snapshot: object | null }) => last_snapshot !== null).id;
  const [{ id: snapshot }] = (await admin('GET', `/rooms/${room}/snapshots?limit=1`)).json();
  const routes: Record<string, string> = {
    // Few snapshots have few rooms, and a longer page would show more of them when there are many.
    'GET /rooms': '/rooms?limit=10',
    'GET /rooms?q=': '/rooms?limit=10&q=Operation+no.+7',
    'GET /rooms?outcome=': '/rooms?limit=10&outcome=cleared',
    'GET a room': `/rooms/${room}`,
    'GET its documents': `/rooms/${room}/documents`,
    'GET its activity': `/rooms/${room}/activity`,
    'GET its snapshots': `/rooms/${room}/snapshots`,
    'GET its snapshots, at the end': `/rooms/${room}/snapshots?offset=90`,
    'GET a snapshot': `/rooms/${room}/snapshots/${snapshot}`,
    'GET a task': `/snapshots/tasks/snapshot-${snapshot}`,
    'GET all tasks': '/snapshots/tasks?limit=20',
    'GET failed tasks': '/snapshots/tasks?limit=20&status=failed',
    'GET the audit log': '/activity?limit=50',
    'GET the audit log by words': '/activity?limit=50&q=nowhere',
    'GET the accounts': '/users',
    'GET the metrics summary': '/snapshots/metrics/summary',
    'GET the cache': '/admin/cache',
    'GET the editions': '/admin/cache/editions',
    'GET the checkpoint': '/audit/checkpoint',
  };
  const costs: Costs = new Map();
  for (const [name, path] of Object.entries(routes)) {
    const read = async () => expectStatus(await admin('GET', path), 200);
    await timedEach(5, 1, read);
    const before = server.processorMs();
    const elapsed = spread(await timedEach(REPETITIONS, 1, read)).p50;
    costs.set(name, { elapsed, processor: (server.processorMs() - before) / REPETITIONS });
  }
  const take = async () => expectStatus(await admin('POST', `/rooms/${room}/snapshots`, {}), 201).json();
  const complete = async () => {
    const { task_id } = await take();
    const task = (await admin('GET', `/snapshots/tasks/${task_id}?wait=60`)).json();
    if (task.status !== 'completed') throw new Error(`A snapshot failed: ${task.error}`);
  };
  await timedEach(10, 1, complete);
  const before = server.processorMs();
  const elapsed = spread(await timedEach(REPETITIONS, 1, complete)).p50;
  costs.set('request to completed', { elapsed, processor: (server.processorMs() - before) / REPETITIONS });
  const posts: number[] = [];
  for (let n = 0; n < REPETITIONS; n++) {
    const start = performance.now();
    const { task_id } = await take();
    posts.push(performance.now() - start);
    await admin('GET', `/snapshots/tasks/${task_id}?wait=60`);
  }
  costs.set('POST a snapshot', { elapsed: spread(posts).p50, processor: Number.NaN });
  return costs;
}
