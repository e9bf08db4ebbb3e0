import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { openClearedRoom } from '../support/cleared-room.ts';
import { daysFromNow } from '../support/evidence.ts';
import { inspectPage } from '../support/page-checks.ts';
import { enterRoom, roomTab } from '../support/room-page.ts';

test('a broker copies a room with what is still valid, and is in the copy', async ({
  browser,
  broker,
  owner,
}) => {
  const { path, documents } = await openClearedRoom({ broker, owner });
  const page = await enterRoom(browser, 'broker', path);
  await page.getByRole('button', { name: 'Copy room' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Copy room' });
  await dialog
    .getByRole('region', { name: 'Not taken over' })
    .getByText(/Approvals/)
    .waitFor();
  await inspectPage(page, 'room-copy');
  await dialog.getByLabel('Title').fill('Second transfer');
  await dialog.getByRole('button', { name: 'Open the copy' }).click();
  await dialog.getByText('Enter the ETA.').waitFor();
  await dialog.getByLabel('ETA (UTC)').fill(`${daysFromNow(11)}T08:00`);
  await dialog.getByLabel('ETA (UTC)').press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Second transfer' }).waitFor();
  expect(page.url()).not.toContain(path);
  await page.getByRole('heading', { name: 'Clearance for run-in pending' }).waitFor();
  await roomTab(page, /Documents/).click();
  await page.getByText(`${documents.length} of ${documents.length} shown`).waitFor();
  expect(await page.getByRole('row').getByText('Approved', { exact: true }).count()).toBe(documents.length);
});

test('a party that may open no room is not offered a copy', async ({ browser, readyRoom }) => {
  const page = await enterRoom(browser, 'owner', `/rooms/${readyRoom}`);
  await page.getByRole('heading', { name: 'Operation' }).waitFor();
  expect(await page.getByRole('button', { name: 'Copy room' }).count()).toBe(0);
});
