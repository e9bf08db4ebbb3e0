import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import { isAlive } from '../../../../test/support/liveness.ts';
import { RenderPool, type RenderPoolOptions } from './render-pool.ts';

const LIMITS = { timeoutMs: 60_000 };
const SLOW = exampleContent(1000, 5000);
const SMALL = exampleContent(2, 3);

let pool: RenderPool;
afterEach(() => pool.close());

function start(options: Partial<RenderPoolOptions> = {}): RenderPool {
  // On a busy machine every render is slow.
  const slowMs = 120_000;
  pool = new RenderPool({
    processes: 1,
    memoryLimitMb: 2000,
    rendersBeforeRecycling: 100,
    slowMs,
    ...options,
  });
  return pool;
}

describe('a pool of render processes', () => {
  test('starts none before it has work, then as many as it may', async () => {
    start({ processes: 2 });
    expect(pool.stats()).toMatchObject({ processes: 0, busy: 0 });
    const renders = [1, 2, 3].map((salt) => pool.renderReport(exampleContent(2, 2, salt), LIMITS));
    expect(pool.stats()).toMatchObject({ processes: 2, busy: 2, queued: 1 });
    const [one, two] = await Promise.all(renders);
    expect(Buffer.from(one ?? []).toString('latin1', 0, 5)).toBe('%PDF-');
    expect(one).not.toEqual(two);
    expect(pool.stats().rss).toBeGreaterThan(20_000_000);
  });

  test.runIf(process.platform === 'linux')('has nothing of the environment of the server', async () => {
    vi.stubEnv('ROOMSHOT_JWT_SECRET', 'a secret of the server');
    start();
    await pool.renderReport(SMALL, LIMITS);
    const [pid = 0] = pool.stats().pids;
    const names = readFileSync(`/proc/${pid}/environ`, 'latin1')
      .split('\0')
      .map((text) => text.replace(/=.*/s, ''));
    expect(names.filter((name) => name in process.env && name !== 'NODE_COMPILE_CACHE')).toEqual([]);
    vi.unstubAllEnvs();
  });

  test('renders where priorities may not be set', async () => {
    const refused = vi.spyOn(os, 'setPriority').mockImplementation(() => {
      throw Object.assign(new Error('operation not permitted'), { code: 'ERR_SYSTEM_ERROR' });
    });
    syncBuiltinESMExports();
    start();
    expect((await pool.renderReport(SMALL, LIMITS)).length).toBeGreaterThan(1000);
    expect(refused).toHaveBeenCalledOnce();
    refused.mockRestore();
    syncBuiltinESMExports();
  });

  test('kills a render at its time limit and goes on', async () => {
    start();
    await pool.renderReport(SMALL, LIMITS);
    const [victim = 0] = pool.stats().pids;
    const late = pool.renderReport(SLOW, { timeoutMs: 100 });
    const waiting = pool.renderReport(SMALL, LIMITS);
    await expect(late).rejects.toMatchObject({ name: 'AppError', code: 'render_timeout' });
    expect((await waiting).length).toBeGreaterThan(1000);
    expect(isAlive(victim)).toBe(false);
  });

  test('ends a render that is cancelled, running or waiting', async () => {
    start();
    await pool.renderReport(SMALL, LIMITS);
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = pool.renderReport(SLOW, { ...LIMITS, signal: running.signal });
    const second = pool.renderReport(SMALL, { ...LIMITS, signal: waiting.signal });
    const third = pool.renderReport(SMALL, LIMITS);
    waiting.abort();
    await expect(second).rejects.toMatchObject({ code: 'render_aborted' });
    running.abort();
    await expect(first).rejects.toMatchObject({ code: 'render_aborted' });
    expect((await third).length).toBeGreaterThan(1000);
    const late = pool.renderReport(SMALL, { ...LIMITS, signal: AbortSignal.abort() });
    await expect(late).rejects.toMatchObject({ code: 'render_aborted' });
  });

  test('replaces a process that crashed, and tells whose render it was', async () => {
    start();
    await pool.renderReport(SMALL, LIMITS);
    const [pid = 0] = pool.stats().pids;
    const lost = pool.renderReport(SLOW, LIMITS);
    const waiting = pool.renderReport(SMALL, LIMITS);
    expect(pool.stats().busy).toBe(1);
    process.kill(pid, 'SIGKILL');
    await expect(lost).rejects.toMatchObject({ kind: 'internal', code: 'render_crashed' });
    expect((await waiting).length).toBeGreaterThan(1000);
    expect(pool.stats().restarts).toBe(1);
  });

  test('renders after an idle process crashed', async () => {
    start();
    await pool.renderReport(SMALL, LIMITS);
    const [pid = 0] = pool.stats().pids;
    process.kill(pid, 'SIGKILL');
    expect(
      (await pool.renderReport(SMALL, LIMITS).catch(() => pool.renderReport(SMALL, LIMITS))).length,
    ).toBeGreaterThan(1000);
  });

  test('recycles by count and by memory without losing a request', async () => {
    start({ rendersBeforeRecycling: 2 });
    const renders = Array.from({ length: 7 }, (_, salt) =>
      pool.renderReport(exampleContent(2, 2, salt), LIMITS),
    );
    expect(await Promise.all(renders)).toHaveLength(7);
    expect(pool.stats().restarts).toBe(3);
    await pool.close();

    start({ memoryLimitMb: 40 });
    const more = Array.from({ length: 3 }, (_, salt) =>
      pool.renderReport(exampleContent(2, 2, salt), LIMITS),
    );
    expect(await Promise.all(more)).toHaveLength(3);
    expect(pool.stats().restarts).toBe(3);
  });

  test('ends a render that needs too much memory', async () => {
    start({ memoryLimitMb: 40 });
    const content = { ...SLOW, activity: [...(SLOW.activity ?? []), ...(SLOW.activity ?? [])] };
    await expect(pool.renderReport(content, LIMITS)).rejects.toMatchObject({ code: 'render_out_of_memory' });
    expect((await pool.renderReport(SMALL, LIMITS)).length).toBeGreaterThan(1000);
  });

  test('lets small reports pass a large one', async () => {
    start({ processes: 2 });
    const done: string[] = [];
    const large = [1, 2].map(() => pool.renderReport(SLOW, LIMITS).then(() => done.push('large')));
    const small = pool.renderReport(SMALL, LIMITS).then(() => done.push('small'));
    await Promise.all([...large, small]);
    expect(done[0]).toBe('small');
  });

  test('keeps no process when there is nothing to do, and one that was started ahead until then', async () => {
    start({ processes: 2, idleMs: 2000 });
    expect(pool.stats().processes).toBe(0);
    await Promise.all([1, 2].map((salt) => pool.renderReport(exampleContent(2, 2, salt), LIMITS)));
    expect(pool.stats().processes).toBe(2);
    await expect.poll(() => pool.stats().processes, { timeout: 20_000 }).toBe(0);
    pool.warm();
    expect(pool.stats().processes).toBe(1);
    await expect.poll(() => pool.stats().processes, { timeout: 20_000 }).toBe(0);
  });

  test('leaves no process behind when its parent is killed', async () => {
    const script = `
      import { RenderPool } from ${JSON.stringify(new URL('./render-pool.ts', import.meta.url).href)};
      const pool = new RenderPool({ processes: 1, memoryLimitMb: 500, rendersBeforeRecycling: 100 });
      await pool.tryDesign({ timeoutMs: 60_000 });
      console.log(pool.stats().pids[0]);
    `;
    start();
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });

  test('closes with renders under way, and every process is gone', async () => {
    start({ processes: 2 });
    await pool.renderReport(SMALL, LIMITS);
    const pids = pool.stats().pids;
    const rejected = [1, 2, 3].map(() =>
      expect(pool.renderReport(SLOW, LIMITS)).rejects.toMatchObject({ code: 'render_pool_closed' }),
    );
    await pool.close();
    await Promise.all(rejected);
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(pool.renderReport(SMALL, LIMITS)).rejects.toMatchObject({ code: 'render_pool_closed' });
  });
});
