import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { signIn } from '../support/browser.ts';
import { test } from '../support/browser-test.ts';
import { enterRoom } from '../support/room-page.ts';
import { join, openRoom } from '../support/rooms.ts';

/** A tab that has missed the beat of the server says so after some seconds. */
const MAX_WAIT = { timeout: 30_000 };

const live = (page: Page) => page.getByText('Live', { exact: true });

/** The pages that have an event stream open. */
function watchStreams(browser: Browser) {
  const open = new Map<object, Page>();
  const isStream = (url: string) => new URL(url).pathname === '/api/v1/events';
  browser.context.on('request', (request) => {
    if (isStream(request.url())) open.set(request, request.frame().page());
  });
  browser.context.on('requestfailed', (request) => open.delete(request));
  browser.context.on('requestfinished', (request) => open.delete(request));
  // The end of a request is not reported by a page that has closed.
  const leaders = () => [...new Set(open.values())].filter((page) => !page.isClosed());
  return { leaders, count: () => [...open.values()].filter((page) => !page.isClosed()).length };
}

async function openTabs(browser: Browser, path: string, count: number): Promise<Page[]> {
  const pages: Page[] = [];
  while (pages.length < count) pages.push(await enterRoom(browser, 'viewer', path));
  for (const page of pages) await live(page).waitFor();
  return pages;
}

test('eight tabs of a room share one connection, and are all live', async ({ browser, broker, newRoom }) => {
  await join(broker, newRoom.path, 'viewer');
  const { count } = watchStreams(browser);
  const pages = await openTabs(browser, `${newRoom.path}/activity`, 8);
  expect(count()).toBe(1);
  const ninth = await browser.openAs('viewer', '/');
  await ninth.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor();
  await broker.post(`${newRoom.path}/messages`, { text: 'All fast.' });
  for (const page of pages)
    await page.getByRole('table', { name: 'Activity' }).getByText('All fast.').waitFor();
});

test('tabs of different rooms share one connection too', async ({ browser, broker }) => {
  const { count } = watchStreams(browser);
  const rooms = [await openRoom(broker), await openRoom(broker), await openRoom(broker)];
  const pages: Page[] = [];
  for (const { path } of rooms) {
    await join(broker, path, 'viewer');
    pages.push(await enterRoom(browser, 'viewer', `${path}/activity`));
  }
  for (const page of pages) await live(page).waitFor();
  await expect.poll(count, MAX_WAIT).toBe(1);
  for (const [index, { path }] of rooms.entries()) {
    await broker.post(`${path}/messages`, { text: `Only room ${index}` });
    await pages[index]?.getByRole('table', { name: 'Activity' }).getByText(`Only room ${index}`).waitFor();
  }
});

test('when the leading tab closes, the next takes over and misses nothing', async ({
  browser,
  broker,
  newRoom,
}) => {
  await join(broker, newRoom.path, 'viewer');
  const { leaders } = watchStreams(browser);
  const pages = await openTabs(browser, `${newRoom.path}/activity`, 3);
  const [leader] = leaders();
  await leader?.close();
  await broker.post(`${newRoom.path}/messages`, { text: 'Between two leaders.' });
  for (const page of pages) {
    if (page === leader) continue;
    await page.getByRole('table', { name: 'Activity' }).getByText('Between two leaders.').waitFor();
    await live(page).waitFor();
  }
  await expect.poll(() => leaders().length, MAX_WAIT).toBe(1);
});

test('when the leading tab is frozen, another takes the lead', async ({ browser, broker, newRoom }) => {
  await join(broker, newRoom.path, 'viewer');
  const { leaders } = watchStreams(browser);
  const pages = await openTabs(browser, `${newRoom.path}/activity`, 2);
  const [leader] = leaders();
  const other = pages.find((page) => page !== leader) as Page;
  const session = await browser.context.newCDPSession(leader as Page);
  // As with a debugger, or a dialog that waits for an answer: the tab is seen, and its scripts stand still.
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  await expect.poll(leaders, MAX_WAIT).toContain(other);
  await broker.post(`${newRoom.path}/messages`, { text: 'Led by another.' });
  await other.getByRole('table', { name: 'Activity' }).getByText('Led by another.').waitFor();
  await session.send('Debugger.resume');
});

/** Tells a page that it is hidden, or seen again. A browser without a screen shows all its tabs. */
const setVisibility = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
     document.dispatchEvent(new Event('visibilitychange'))`,
  );

test('a hidden tab has no connection, and catches up when it is seen again', async ({
  browser,
  broker,
  newRoom,
}) => {
  await join(broker, newRoom.path, 'viewer');
  const { count } = watchStreams(browser);
  const [page] = (await openTabs(browser, `${newRoom.path}/activity`, 1)) as [Page];
  await setVisibility(page, 'hidden');
  await expect.poll(count, MAX_WAIT).toBe(0);
  await broker.post(`${newRoom.path}/messages`, { text: 'Unseen at first.' });
  await setVisibility(page, 'visible');
  await page.getByRole('table', { name: 'Activity' }).getByText('Unseen at first.').waitFor();
  await live(page).waitFor();
});

test('another session gets no events of the one before, nor of another tab', async ({
  browser,
  broker,
  newRoom,
}) => {
  await join(broker, newRoom.path, 'viewer');
  const { count } = watchStreams(browser);
  const [page] = (await openTabs(browser, `${newRoom.path}/activity`, 1)) as [Page];
  const other = await browser.open('/verify');
  await signIn(other, 'seller');
  await expect.poll(count, MAX_WAIT).toBe(0);
  // The seller is no party of this room.
  await other.goto(`${newRoom.path}/activity`);
  await other.getByText('The room cannot be shown').waitFor();
  await broker.post(`${newRoom.path}/messages`, { text: 'Not for sellers.' });
  await page.reload();
  await page.getByText('The room cannot be shown').waitFor();
  expect(await other.getByText('Not for sellers.').count()).toBe(0);
});
