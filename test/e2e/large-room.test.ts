import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test as browserTest } from '../support/browser-test.ts';
import { addLargeRoom } from '../support/outlined-rooms.ts';
import { hasPdfTools, pdfText } from '../support/pdf-tools.ts';
import { enterRoom } from '../support/room-page.ts';

const DOCUMENTS = 1000;
/** Of activity. */
const PAGE = 100;
/** In a window of 800 pixels, with those kept ready above and below. */
const MAX_ROWS = 80;
const WAIT = { timeout: 15_000 };

const test = browserTest.extend('room', { scope: 'file' }, async ({ server }) => {
  return `/rooms/${(await addLargeRoom(server, { documents: DOCUMENTS, activities: 5000 })).id}`;
});

const rowsOf = (page: Page) => page.locator('table tbody tr[aria-rowindex]');

/** Goes to the newest entry, and waits until it is there. The table may still be correcting its place after a leap. */
const seeNewest = (page: Page, text: string) =>
  expect
    .poll(() => page.keyboard.press('Home').then(() => page.getByText(text).isVisible()), WAIT)
    .toBe(true);

test('of 1,000 documents only those in sight exist, and the keyboard reaches the last', async ({
  browser,
  room,
}) => {
  const page = await enterRoom(browser, 'broker', `${room}/documents`);
  const table = page.getByRole('table', { name: 'Documents' });
  await rowsOf(page).first().waitFor();
  expect(await table.getAttribute('aria-rowcount')).toBe(String(DOCUMENTS + 1));
  await rowsOf(page).first().getByRole('link').focus();
  await page.keyboard.press('End');
  const last = table.locator(`tr[aria-rowindex="${DOCUMENTS + 1}"]`);
  await last.locator('a:focus').waitFor();
  expect(await rowsOf(page).count()).toBeLessThan(MAX_ROWS);
  const isInSight = `(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 56 && bottom <= innerHeight;
  })()`;
  await expect.poll(() => page.evaluate(isInSight), WAIT).toBe(true);
  await page.keyboard.press('ArrowUp');
  await table.locator(`tr[aria-rowindex="${DOCUMENTS}"] a:focus`).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await table.locator(`tr[aria-rowindex="${DOCUMENTS}"] a:focus`).waitFor();
  await page.keyboard.press('Home');
  await table.locator('tr[aria-rowindex="2"] a:focus').waitFor();
});

test('older activity comes as one gets there, and rows stay few however many were loaded', async ({
  browser,
  room,
  broker,
}) => {
  const page = await enterRoom(browser, 'viewer', `${room}/activity`);
  await rowsOf(page).first().waitFor();
  const oldest = async () => Number(await rowsOf(page).last().getAttribute('aria-rowindex'));
  for (let loaded = 0; loaded < 1000; loaded = await oldest()) {
    const before = await oldest();
    await expect.poll(() => page.keyboard.press('End').then(oldest), WAIT).toBeGreaterThan(before);
    expect(await rowsOf(page).count()).toBeLessThan(MAX_ROWS);
  }
  await broker.post(`${room}/messages`, { text: 'The newest word.' });
  await seeNewest(page, 'The newest word.');
});

test('what is said while older activity is on its way stays', async ({ browser, room, broker }) => {
  const page = await enterRoom(browser, 'viewer', `${room}/activity`);
  await page.getByText('Live', { exact: true }).waitFor();
  let isAsked = false;
  const gate = Promise.withResolvers<void>();
  await page.route(/activity\?.*cursor=/, async (route) => {
    isAsked = true;
    await gate.promise;
    await route.continue();
  });
  await rowsOf(page).first().waitFor();
  // A table that is still being measured can lose the first leap.
  await expect.poll(() => page.keyboard.press('End').then(() => isAsked), WAIT).toBe(true);
  await broker.post(`${room}/messages`, { text: 'Said meanwhile.' });
  await seeNewest(page, 'Said meanwhile.');
  const [answered] = await Promise.all([page.waitForResponse(/activity\?.*cursor=/), gate.resolve()]);
  await answered.finished();
  const last = async () => Number(await rowsOf(page).last().getAttribute('aria-rowindex'));
  await expect.poll(() => page.keyboard.press('End').then(last), WAIT).toBeGreaterThan(PAGE + 2);
  await seeNewest(page, 'Said meanwhile.');
});

/** The text of a PDF that the browser printed, without spaces: the breaks of lines and letters make and hide some. */
const printedText = (pdf: Buffer): string => pdfText(pdf).replaceAll(/\s+/g, '');

test.skipIf(!hasPdfTools('pdftotext'))(
  'a print has every row, and the search of the browser finds the last',
  async ({ browser, room }) => {
    const page = await enterRoom(browser, 'broker', `${room}/documents`);
    await rowsOf(page).first().waitFor();
    const names = await page.evaluate(`fetch('/api/v1${room}/documents', {
    headers: { authorization: 'Bearer ' + JSON.parse(localStorage.getItem('roomshot.session')).token },
  }).then((answer) => answer.json()).then(({ items }) => items.map(({ file_name }) => file_name))`);
    const printed = printedText(await page.pdf());
    for (const name of (names as (string | null)[]).filter((name) => name !== null))
      expect(printed).toContain(name.replaceAll(' ', ''));
    await expect.poll(() => rowsOf(page).count(), WAIT).toBeLessThan(MAX_ROWS);

    await page.keyboard.press('ControlOrMeta+f');
    await expect.poll(() => rowsOf(page).count(), WAIT).toBe(DOCUMENTS);
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await page.goBack();
    await expect.poll(() => rowsOf(page).count(), WAIT).toBeLessThan(MAX_ROWS);
  },
);

test.skipIf(!hasPdfTools('pdftotext'))(
  'a print of a part of a table says that more follows',
  async ({ browser, room }) => {
    const page = await enterRoom(browser, 'viewer', `${room}/activity`);
    await rowsOf(page).first().waitFor();
    expect(printedText(await page.pdf())).toContain('Morerowsfollow.');
  },
);
