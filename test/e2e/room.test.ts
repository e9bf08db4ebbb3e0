import { expect } from 'vitest';
import type { Role } from '../../src/people/permissions/roles.ts';
import type { Browser } from '../support/browser.ts';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { enterRoom, roomTab } from '../support/room-page.ts';

const enter = (browser: Browser, role: Role, path: string) => enterRoom(browser, role, path);

test('a viewer sees first what blocks the operation, and gets from there to the document', async ({
  browser,
  troubledRoom,
}) => {
  const page = await enter(browser, 'viewer', `/rooms/${troubledRoom}`);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('Not cleared').waitFor();
  const expiring = verdict.getByRole('link', { name: /IOPP.*expires on .*, \d days short of/ });
  await page
    .getByRole('region', { name: 'Compatibility' })
    .getByRole('row', { name: /Length overall/ })
    .waitFor();
  const lengths = page.getByRole('row', { name: /Length overall/ });
  expect(await lengths.textContent()).toBe('Length overall243.8 m183.1 m60.7 m');
  await inspectPage(page, 'room-overview');
  await expiring.press('Enter');
  const document = page.getByRole('dialog');
  await document.getByText(/^Blocks: IOPP/).waitFor();
  await inspectPage(page, 'room-document');
  await page.keyboard.press('Escape');
  await document.waitFor({ state: 'detached' });
});

test('documents are found by words, status and findings; the address keeps what was looked for', async ({
  browser,
  troubledRoom,
}) => {
  const page = await enter(browser, 'viewer', `/rooms/${troubledRoom}`);
  await roomTab(page, /^Documents/).click();
  const rows = page.getByRole('table', { name: 'Documents' }).getByRole('row');
  await rows.nth(1).waitFor();
  await inspectPage(page, 'room-documents');
  await page.getByLabel('Search').fill('clc najmat');
  await page.getByText('1 of 17 shown').waitFor();
  await expect.poll(() => rows.nth(1).textContent()).toContain('Missing');
  await page.reload();
  await page.getByText('1 of 17 shown').waitFor();
  await page.getByLabel('Search').fill('no such paper');
  await page.getByText('Search for something else').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByLabel('Findings').selectOption('blocking');
  await page.getByText('17 of 17 shown').waitFor({ state: 'detached' });
  await expect
    .poll(() => rows.filter({ hasText: 'Approved' }).filter({ hasNotText: 'short' }).count())
    .toBe(0);
});

test('approvals, parties and activity are there to be read', async ({ browser, troubledRoom }) => {
  const page = await enter(browser, 'viewer', `/rooms/${troubledRoom}/approvals`);
  const matrix = page.getByRole('table', { name: 'Approvals' });
  await expect.poll(() => matrix.getByRole('row', { name: /Broker/ }).textContent()).toContain('Approved');
  await page.getByRole('table', { name: 'Parties' }).getByText('d.kovalchuk@chernomorneft.example').waitFor();
  await inspectPage(page, 'room-approvals');
  await roomTab(page, /Activity/).click();
  await page.getByText('There are no older entries.').waitFor();
  await page.getByRole('table', { name: 'Activity' }).getByText('我方船舶预计提前六小时抵达锚地。').waitFor();
  await inspectPage(page, 'room-activity');
});

test('what others do appears without reloading, and is said to be live', async ({
  browser,
  troubledRoom,
  broker,
}) => {
  const page = await enter(browser, 'viewer', `/rooms/${troubledRoom}/activity`);
  await page.getByText('Live', { exact: true }).waitFor();
  await broker.post(`/rooms/${troubledRoom}/messages`, { text: 'The tug is alongside.' });
  await page.getByRole('table', { name: 'Activity' }).getByText('The tug is alongside.').waitFor();
  await page.getByText(/Changed by broker@roomshot\.example/).waitFor();
  await broker.patch(`/rooms/${troubledRoom}`, { poac: 'Capt. Elena Ruiz' });
  await roomTab(page, /Overview/).click();
  await page.getByText('Capt. Elena Ruiz').waitFor();
});

test('a change by others fetches only the parts of the room that it makes stale', async ({
  browser,
  troubledRoom,
  broker,
  owner,
}) => {
  const address = `/rooms/${troubledRoom}`;
  const page = await enter(browser, 'viewer', `${address}/documents`);
  await page.getByText('Live', { exact: true }).waitFor();
  const fetched: string[] = [];
  page.on('request', (request) => {
    const [, part] = new URL(request.url()).pathname.split(`/api/v1${address}`);
    if (part !== undefined) fetched.push(part);
  });
  await broker.post(`${address}/messages`, { text: 'Fenders are rigged.' });
  await expect.poll(() => fetched).toEqual(['']);
  const [document] = (await owner.get(`${address}/documents`)).body.items;
  await owner.patch(`${address}/documents/${document.id}`, { notes: 'Checked.' });
  await expect.poll(() => fetched.toSorted()).toEqual(['', '', '/documents']);
});
