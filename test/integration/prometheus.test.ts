import { describe, expect } from 'vitest';
import { type Family, parseExposition } from '../support/exposition.ts';
import { runJudge } from '../support/seal-tools.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const TOKEN = 'scrape me if you can';

/** What a server exposes after two snapshots and two mistakes. */
const test = serverTest
  .extend('text', { scope: 'file' }, async ({ server, broker, readyRoom }) => {
    await takeSnapshot(broker, readyRoom, { snapshot_type: 'json', include_activity: false });
    await takeSnapshot(broker, readyRoom, { snapshot_type: 'json', include_activity: false });
    await broker.get('/rooms/00000000-0000-4000-8000-000000000000');
    await broker.get('/nothing/of/the/kind');
    const answer = await fetch(`${server.server.address}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return answer.text();
  })
  .extend('families', { scope: 'file' }, ({ text }) => parseExposition(text));

const sampleOf = (
  families: Map<string, Family>,
  family: string,
  name: string,
  labels: Record<string, string> = {},
) =>
  families
    .get(family)
    ?.samples.find(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    )?.value;

describe('the exposition', () => {
  test('says what was done', ({ families }) => {
    const generations = 'roomshot_generation_duration_seconds';
    const ofSource = (source: string) =>
      sampleOf(families, generations, `${generations}_count`, { type: 'json', source });
    expect(ofSource('rendered')).toBe(1);
    expect(ofSource('memory')).toBe(1);
    const cache = 'roomshot_edition_cache_requests_total';
    expect(sampleOf(families, cache, cache, { tier: 'memory' })).toBe(1);
    expect(sampleOf(families, cache, cache, { tier: 'none' })).toBe(1);
    const requests = 'roomshot_http_request_duration_seconds';
    const posted = { route: '/api/v1/rooms/:room_id/snapshots', method: 'POST', status_class: '2xx' };
    expect(sampleOf(families, requests, `${requests}_count`, posted)).toBe(2);
    expect(sampleOf(families, 'roomshot_database_up', 'roomshot_database_up')).toBe(1);
    expect(sampleOf(families, 'roomshot_disk_free_bytes', 'roomshot_disk_free_bytes')).toBeGreaterThan(0);
  });

  test('follows the conventions of names, types and units', ({ families }) => {
    for (const { name, type, help, samples } of families.values()) {
      expect(help, name).not.toBe('');
      expect(['counter', 'gauge', 'histogram', 'summary'], name).toContain(type);
      expect(name.endsWith('_total'), name).toBe(type === 'counter');
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|mb|megabytes|percent)(_|$)/);
      if (type === 'counter') for (const { value } of samples) expect(value).toBeGreaterThanOrEqual(0);
    }
  });

  test('has histograms whose buckets add up', ({ families }) => {
    const histograms = [...families.values()].filter(({ type }) => type === 'histogram');
    expect(histograms.length).toBeGreaterThanOrEqual(3);
    for (const { name, samples } of histograms) {
      const series = Map.groupBy(samples, ({ labels: { le, ...labels } }) => JSON.stringify(labels));
      for (const rows of series.values()) {
        const buckets = rows.filter((row) => row.name === `${name}_bucket`).map(({ value }) => value);
        expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
        const infinite = rows.find(({ labels }) => labels.le === '+Inf')?.value;
        expect(infinite).toBe(rows.find((row) => row.name === `${name}_count`)?.value);
        expect(infinite).toBe(buckets.at(-1));
      }
    }
  });

  test('has no label with an id or a path in it', ({ text, families }) => {
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(text).not.toContain('nothing/of/the/kind');
    const requests = families.get('roomshot_http_request_duration_seconds')?.samples ?? [];
    expect(new Set(requests.flatMap(({ labels }) => Object.keys(labels)))).toEqual(
      new Set(['route', 'method', 'status_class', 'le']),
    );
  });

  test('passes promtool', ({ skip, text }) => {
    expect(runJudge(skip, 'promtool', ['check', 'metrics'], text)).toBe('');
  });
});

describe('who may read it', () => {
  const get = (from: TestServer, options: { remoteAddress?: string; headers?: Record<string, string> }) =>
    from.server.http.inject({ url: '/metrics', ...options });

  test.for(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    '%s, which is local',
    async (remoteAddress, { server }) => {
      expect((await get(server, { remoteAddress })).statusCode).toBe(200);
    },
  );

  test.for(['localhost', 'localhost:8080', '127.0.0.1:8080', '127.8.8.8', '[::1]:8080'])(
    'who asks for %s',
    async (host, { server }) => {
      expect((await get(server, { headers: { host } })).statusCode).toBe(200);
    },
  );

  test.for([
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.7',
  ])('not a page whose name %s was made to point here', async (host, { server }) => {
    const answer = await get(server, { headers: { host } });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'not_local']);
  });

  test.for(['10.0.0.7', '::ffff:10.0.0.7', '2001:db8::1', '127.evil.example'])(
    'not %s',
    async (remoteAddress, { server }) => {
      const answer = await get(server, { remoteAddress });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({
        code: 'not_local',
        detail: expect.stringContaining('ROOMSHOT_METRICS_TOKEN'),
      });
    },
  );

  test.for(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'not a request that came through a proxy, as %s says',
    async (header, { server }) => {
      const answer = await get(server, { remoteAddress: '127.0.0.1', headers: { [header]: '127.0.0.1' } });
      expect(answer.statusCode).toBe(403);
    },
  );

  test('nobody behind proxies without a token, and with it whoever has it', async () => {
    await using proxied = await startTestServer({ config: { proxies: 1 } });
    expect((await get(proxied, { remoteAddress: '127.0.0.1' })).statusCode).toBe(403);
    await using open = await startTestServer({ config: { proxies: 1, metricsToken: TOKEN } });
    const bearer = (token: string) =>
      get(open, { remoteAddress: '10.0.0.7', headers: { authorization: `Bearer ${token}` } });
    expect((await bearer(TOKEN)).statusCode).toBe(200);
    expect((await bearer(`${TOKEN}!`)).statusCode).toBe(401);
    expect((await bearer('')).statusCode).toBe(401);
    expect((await get(open, { remoteAddress: '127.0.0.1' })).statusCode).toBe(401);
  });
});
