import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test as browserTest } from '../support/browser-test.ts';
import { listDocuments, SHIPS } from '../support/cleared-room.ts';
import type { Client } from '../support/client.ts';
import { daysFromNow, upload } from '../support/evidence.ts';
import { inspectPage } from '../support/page-checks.ts';
import { enterRoom } from '../support/room-page.ts';
import { join, openRoom } from '../support/rooms.ts';

const file = (name: string, bytes = '%PDF-1.7\n%%EOF\n') => ({
  ...{ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) },
});

/** A room of two ships that asks each for its CLC certificate and its Q88, and that nobody approves for themselves. */
async function openedRoom(broker: Client): Promise<string> {
  const { path } = await openRoom(broker, { sts_eta: `${daysFromNow(10)}T08:00:00Z`, four_eyes: 'required' });
  await join(broker, path, 'owner');
  for (const type_code of ['clc', 'q88']) await broker.post(`${path}/requirements`, { type_code });
  for (const ship of SHIPS) await broker.post(`${path}/vessels`, ship);
  return path;
}

const test = browserTest.extend('room', ({ broker }) => openedRoom(broker));

const choose = (page: Page, ...files: ReturnType<typeof file>[]) =>
  page.getByRole('region', { name: 'Documents' }).locator('input[type=file]').setInputFiles(files);

test('several files find their documents, and one that fails says why and stays', async ({
  browser,
  broker,
  room,
}) => {
  const page = await enterRoom(browser, 'owner', `${room}/documents`);
  await page.getByText('4 of 4 shown').waitFor();
  await choose(
    page,
    file('CLC Aegean Pearl.pdf'),
    file('clc_nordlys.pdf'),
    file('Q88 Nordlys.pdf', ''),
    file('scan 17.pdf'),
  );
  const dialog = page.getByRole('dialog', { name: 'Upload 4 files' });
  const chosenFor = (name: string) =>
    dialog
      .getByRole('combobox', { name: `Document of ${name}` })
      .locator('option:checked')
      .textContent();
  expect(await chosenFor('CLC Aegean Pearl.pdf')).toContain('of Aegean Pearl (missing)');
  expect(await chosenFor('clc_nordlys.pdf')).toContain('of Nordlys (missing)');
  expect(await chosenFor('scan 17.pdf')).toBe('Do not upload');
  await dialog.getByLabel('Expiry of CLC Aegean Pearl.pdf').fill(daysFromNow(200));
  await dialog.getByLabel('clc_nordlys.pdf states no expiry').check();
  await inspectPage(page, 'room-upload-files');
  await dialog.getByRole('button', { name: 'Upload 3 files' }).click();
  await dialog.getByText('2 files uploaded, 1 not.').waitFor();
  await dialog
    .getByRole('row', { name: /Q88 Nordlys/ })
    .getByText(/empty/)
    .waitFor();
  await inspectPage(page, 'room-upload-files-failed');
  await dialog.getByRole('combobox', { name: 'Document of Q88 Nordlys.pdf' }).selectOption('');
  await dialog
    .getByRole('combobox', { name: 'Document of scan 17.pdf' })
    .selectOption({ label: 'Q88 / HVPQ of Nordlys (missing)' });
  await dialog.getByRole('button', { name: 'Upload 1 file' }).click();
  await page.getByRole('status').getByText('3 files uploaded.').waitFor();
  const documents = await listDocuments(broker, room);
  const sent = documents.filter(({ version }) => version === 1);
  expect(sent).toHaveLength(3);
  const clc = documents.find(({ file_name }) => file_name === 'CLC Aegean Pearl.pdf');
  expect(clc).toMatchObject({ expires_on: daysFromNow(200), status: 'under_review' });
  const { items } = (await broker.get(`${room}/activity?limit=100`)).body;
  expect(items.filter(({ action }: { action: string }) => action === 'document_uploaded')).toHaveLength(3);
});

test('files that are dropped on the list go the same way', async ({ browser, room }) => {
  const page = await enterRoom(browser, 'owner', `${room}/documents`);
  const shown = page.getByText('4 of 4 shown');
  await shown.waitFor();
  const dropped = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    for (const name of ['clc nordlys.pdf', 'q88 nordlys.pdf']) transfer.items.add(new File(['%PDF-1.7'], name));
    return transfer;
  })()`);
  await shown.dispatchEvent('drop', { dataTransfer: dropped });
  const dialog = page.getByRole('dialog', { name: 'Upload 2 files' });
  await dialog.getByRole('button', { name: 'Upload 2 files' }).press('Enter');
  await page.getByRole('status').getByText('2 files uploaded. They are under review.').waitFor();
  await inspectPage(page, 'room-documents-uploaded');
});

test('what others uploaded meanwhile is not overwritten', async ({ browser, broker, owner, room }) => {
  const page = await enterRoom(browser, 'broker', `${room}/documents`);
  await page.getByText('4 of 4 shown').waitFor();
  await choose(page, file('clc aegean pearl.pdf'), file('clc nordlys.pdf'));
  const dialog = page.getByRole('dialog', { name: 'Upload 2 files' });
  const [first] = (await listDocuments(broker, room)).filter(
    ({ type_code, vessel_name }) => type_code === 'clc' && vessel_name === 'Aegean Pearl',
  );
  await upload(owner, first.path, { name: 'theirs.pdf' });
  await dialog.getByRole('button', { name: 'Upload 2 files' }).click();
  await dialog
    .getByRole('row', { name: /aegean/ })
    .getByText(/Others have changed/)
    .waitFor();
  await dialog
    .getByRole('row', { name: /nordlys/ })
    .getByText('Uploaded')
    .waitFor();
  expect((await broker.get(first.path)).body).toMatchObject({ version: 1, file_name: 'theirs.pdf' });
});

test('only opened versions of others, with all that is asked, are approved together', async ({
  browser,
  broker,
  owner,
  room,
}) => {
  const documents = await listDocuments(broker, room);
  const [mine, ...others] = documents.filter(({ type_code }) => type_code === 'clc');
  const [q88] = documents.filter(({ type_code }) => type_code === 'q88');
  const facts = { expires_on: daysFromNow(200) };
  await upload(broker, mine.path, { facts });
  for (const { path } of others) await upload(owner, path, { facts });
  await upload(owner, q88.path);
  const page = await enterRoom(browser, 'broker', `${room}/documents`);
  await page.getByRole('button', { name: 'Review 3 under review' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Review 3 documents' });
  await dialog.getByText('You uploaded it. Somebody else has to approve it.').waitFor();
  await dialog.getByText('Not stated: issued. Open the document to state it.').waitFor();
  expect(await dialog.getByRole('checkbox', { disabled: true }).count()).toBe(3);
  await dialog.getByRole('button', { name: 'Open 1 file' }).press('Enter');
  await dialog.getByRole('button', { name: 'Approve 1 document' }).waitFor();
  await inspectPage(page, 'room-review');
  await dialog.getByRole('button', { name: 'Approve 1 document' }).press('Enter');
  await page.getByRole('status').getByText('1 document approved.').waitFor();
  const after = await listDocuments(broker, room);
  const approved = after.filter(({ status }) => status === 'approved');
  expect(approved.map(({ path }) => path)).toEqual(others.map(({ path }) => path));
});
