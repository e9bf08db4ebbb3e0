import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { roomTab } from '../support/room-page.ts';
import { openRoom } from '../support/rooms.ts';

const PAGE_SIZE = 20;

test('a viewer sees the verdict of each room, and is not offered to open one', async ({
  browser,
  viewer,
}) => {
  const page = await browser.openAs('viewer', '/');
  const { items } = (await viewer.get('/rooms?limit=100')).body;
  const rooms = page.getByRole('list', { name: 'Rooms' }).getByRole('listitem');
  await rooms.first().waitFor();
  await expect.poll(() => rooms.count()).toBe(items.length);
  const troubled = rooms.filter({ hasText: 'Chrysi Avgerini' });
  await expect
    .poll(() => troubled.textContent())
    .toMatch(/Not cleared for cargo transfer\d+ blockers: .+ETAin .+ UTC/);
  expect(await page.getByRole('button', { name: 'New room' }).count()).toBe(0);
  await inspectPage(page, 'rooms');
  await troubled.getByRole('link').press('Enter');
  await page.getByRole('heading', { level: 1, name: /Chrysi Avgerini/ }).waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
});

test('rooms are found by words and by verdict, and a search without a result says what to do', async ({
  browser,
}) => {
  const page = await browser.openAs('broker', '/');
  const rooms = page.getByRole('list', { name: 'Rooms' }).getByRole('listitem');
  await rooms.filter({ hasNotText: 'Aegean' }).first().waitFor();
  await page.getByLabel('Search').fill('aegean');
  await rooms.filter({ hasNotText: 'Aegean' }).first().waitFor({ state: 'detached' });
  await expect.poll(() => rooms.count()).toBe(1);
  await page.getByLabel('Search').fill('no such ship');
  await page.getByText('Use fewer words').waitFor();
  await page.getByLabel('Search').fill('');
  await rooms.first().waitFor();
  await page.getByRole('combobox', { name: 'Verdict' }).click();
  await page.getByRole('option', { name: 'Not cleared' }).click();
  await rooms.filter({ hasNotText: 'Not cleared' }).first().waitFor({ state: 'detached' });
  await expect.poll(() => rooms.count()).toBeGreaterThan(0);
});

test('a broker opens a room; what is missing is said at its field', async ({ browser }) => {
  const page = await browser.openAs('broker', '/');
  await page.getByRole('button', { name: 'New room' }).click();
  const dialog = page.getByRole('dialog', { name: 'New room' });
  await dialog.getByRole('button', { name: 'Open the room' }).click();
  await dialog.getByText('Enter the location.').waitFor();
  await inspectPage(page, 'rooms-new');
  await dialog.getByLabel('Title').fill('Nordkapp / Полярис');
  await dialog.getByLabel('Location').fill('x'.repeat(300));
  await dialog.getByLabel('ETA (UTC)').fill('2027-03-01T08:00');
  await dialog.getByLabel('Documents to ask for').selectOption('LPG and LNG');
  await dialog.getByRole('button', { name: 'Open the room' }).click();
  // The server's own word, at the field that it is about.
  await dialog.getByText('must NOT have more than 255 characters', { exact: true }).waitFor();
  await dialog.getByLabel('Location').fill('Off Ceuta');
  await dialog.getByRole('button', { name: 'Open the room' }).click();
  await page.getByRole('heading', { level: 1, name: 'Nordkapp / Полярис' }).waitFor();
  await page.getByText('1 Mar 2027, 08:00 UTC').first().waitFor();
  await roomTab(page, /Requirements/).click();
  await page.getByText('Cargo, vapour and pressure compatibility').first().waitFor();
});

test('more rooms than one page come when they are asked for', async ({ browser, broker }) => {
  for (let count = 0; count <= PAGE_SIZE; count++) await openRoom(broker, { title: `Convoy ${count}` });
  const page = await browser.openAs('broker', '/');
  const rooms = page.getByRole('list', { name: 'Rooms' }).getByRole('listitem');
  await rooms.first().waitFor();
  await expect.poll(() => rooms.count()).toBe(PAGE_SIZE);
  await page.getByRole('button', { name: 'Show more' }).click();
  await rooms.filter({ hasText: 'Aegean Pearl' }).waitFor();
  await expect.poll(() => rooms.count()).toBeGreaterThan(PAGE_SIZE);
});
