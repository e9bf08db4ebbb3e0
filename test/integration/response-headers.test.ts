import { expect } from 'vitest';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const cacheControl = (answer: { headers: Headers }) => answer.headers.get('cache-control');

test('no private answer is stored by browsers and proxies, files and errors included', async ({
  anonymous,
  broker,
  admin,
  readyRoom,
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  const record = await broker.download(snapshot.download_url);
  expect([record.status, cacheControl(record)]).toEqual([200, 'no-store']);
  const etag = record.headers.get('etag') ?? '';
  const again = await broker.download(snapshot.download_url, {
    'if-none-match': etag,
  });
  expect([again.status, cacheControl(again)]).toEqual([304, 'no-store']);
  for (const path of ['/auth/me', '/rooms', `/rooms/${readyRoom}`, '/rooms/nowhere', '/about', '/nowhere'])
    expect([path, cacheControl(await broker.get(path))]).toEqual([path, 'no-store']);
  for (const path of ['/users', '/settings', '/activity', '/audit/checkpoint'])
    expect([path, cacheControl(await admin.get(path))]).toEqual([path, 'no-store']);
  const refused = await anonymous.get('/auth/me');
  expect([refused.status, cacheControl(refused)]).toEqual([401, 'no-store']);
  const message = await broker.post(`/rooms/${readyRoom}/messages`, { text: 'Private' });
  expect([message.status, cacheControl(message)]).toEqual([201, 'no-store']);
});

test('browsers are told to use TLS, to trust the type, and to name no page', async ({ anonymous }) => {
  for (const path of ['/about', '/nowhere']) {
    const { headers } = await anonymous.get(path);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('the documentation of the API has a policy', async ({ server }) => {
  for (const path of ['/docs', '/docs/', '/docs/static/index.html', '/docs/static/swagger-ui.css']) {
    const answer = await fetch(server.server.address + path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect([path, answer.status]).toEqual([path, 200]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  }
});
