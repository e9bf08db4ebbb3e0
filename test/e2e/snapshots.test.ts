import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Role } from '../../src/people/permissions/roles.ts';
import { type Browser, bytesOf, signIn } from '../support/browser.ts';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { takeSnapshot } from '../support/snapshots.ts';

/** Opens an address below the room as the demonstration account of a role. */
const enter = (browser: Browser, readyRoom: string, role: Role, path = ''): Promise<Page> =>
  browser.openAs(role, `/rooms/${readyRoom}${path}`);

const list = (page: Page) => page.getByRole('list', { name: 'Snapshots' }).getByRole('listitem');

test('a broker takes a snapshot with two clicks from the room, reads, verifies and downloads it', async ({
  browser,
  readyRoom,
}) => {
  const page = await enter(browser, readyRoom, 'broker');
  await page.getByRole('button', { name: 'Take snapshot' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take snapshot' });
  await dialog.getByRole('button', { name: 'Take snapshot' }).waitFor();
  await inspectPage(page, 'snapshot-take');
  await dialog.getByRole('button', { name: 'Take snapshot' }).click();
  await page.getByRole('heading', { level: 1, name: /^Room Status Snapshot/ }).waitFor();
  const pages = page.getByRole('region', { name: 'Pages' });
  await pages.getByText('Aegean Pearl').first().waitFor();
  await page.waitForFunction(IS_DRAWN);
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.waitForFunction('document.querySelector("[aria-label=Page]").value === "2"');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('region', { name: 'Verification' }).getByText('Authentic', { exact: true }).waitFor();
  await inspectPage(page, 'snapshot');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^Room Status Snapshot .*\d{4}-\d\d-\d\d \d{4}Z\.pdf$/);
  const bytes = await bytesOf(download);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
});

/** Whether the first page has dots that are dark. Runs in the page. */
const IS_DRAWN = `(() => {
  const canvas = document.querySelector('.pdfViewer canvas');
  const dots = canvas?.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  return dots.some((value, index) => index % 4 === 0 && value < 128);
})()`;

test('anybody verifies a record; a copy that was changed is not authentic', async ({
  browser,
  readyRoom,
  broker,
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { title: 'For the terminal' });
  const { bytes } = await broker.download(snapshot.download_url);
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(2000) ^ 1, 2000);
  const page = await browser.open('/verify');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  const choose = page.getByLabel('Records to verify');
  await choose.setInputFiles([
    { name: 'record.pdf', mimeType: 'application/pdf', buffer: bytes },
    { name: 'changed.pdf', mimeType: 'application/pdf', buffer: changed },
    {
      name: '<img src=x onerror=alert(1)>.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n%%EOF'),
    },
    { name: 'empty.zip', mimeType: 'application/zip', buffer: Buffer.alloc(0) },
  ]);
  const result = (name: string) => page.getByRole('region', { name, exact: true });
  await result('record.pdf').getByText('Authentic', { exact: true }).waitFor();
  await result('record.pdf').getByText('Nothing was added after the seal.').waitFor();
  // A outsider learns that it is authentic, and not what is in it.
  expect(await result('record.pdf').getByText('For the terminal').count()).toBe(0);
  await result('changed.pdf')
    .getByText(/^Not authentic/)
    .waitFor();
  await result('changed.pdf').getByText('Do not rely on this copy.').waitFor();
  await result('<img src=x onerror=alert(1)>.pdf').getByText(/^Not /).first().waitFor();
  await result('empty.zip')
    .getByText(/^(Not |The file was not verified)/)
    .first()
    .waitFor();
  await inspectPage(page, 'verify');
  await signIn(page, 'viewer');
  await page.goto('/verify');
  await choose.setInputFiles([{ name: 'record.pdf', mimeType: 'application/pdf', buffer: bytes }]);
  await result('record.pdf').getByText('For the terminal').waitFor();
});

test('two snapshots are compared after a change, the verdict first', async ({
  browser,
  largeRoom,
  broker,
}) => {
  await takeSnapshot(broker, largeRoom, { title: 'Before the change' });
  const { items } = (await broker.get(`/rooms/${largeRoom}/documents`)).body;
  const rejected = items.find(({ status }: { status: string }) => status === 'under_review');
  const answer = await broker.post(`/rooms/${largeRoom}/documents/${rejected.id}/reject`, {
    note: 'Not legible',
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  await takeSnapshot(broker, largeRoom, { title: 'After the change' });
  const page = await browser.openAs('viewer', `/rooms/${largeRoom}/snapshots`);
  await page.getByRole('checkbox', { name: 'Compare After the change' }).check();
  await page.getByRole('checkbox', { name: 'Compare Before the change' }).check();
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('heading', { level: 1, name: 'Changes between snapshots' }).waitFor();
  const headings = page.getByRole('heading', { level: 2 });
  await headings.first().waitFor();
  expect((await headings.allTextContents())[0]).toBe('Verdict');
  await page.getByRole('region', { name: 'Verdict' }).getByText('Not cleared for cargo transfer').waitFor();
  const documents = page.getByRole('region', { name: /^Documents/ });
  await documents.getByText('rejected', { exact: true }).waitFor();
  await inspectPage(page, 'snapshot-difference');
});

test('JSON and CSV records have a preview, too', async ({ browser, readyRoom, broker }) => {
  const json = await takeSnapshot(broker, readyRoom, { title: 'As data', snapshot_type: 'json' });
  const csv = await takeSnapshot(broker, readyRoom, { title: 'As tables', snapshot_type: 'csv' });
  const page = await enter(browser, readyRoom, 'viewer', `/snapshots/${json.created.id}`);
  await page.getByRole('region', { name: 'Preview' }).getByText('Aegean Pearl').first().waitFor();
  await page.getByText('As it is in the file').click();
  const text = await page.getByRole('region', { name: 'Text of the record' }).textContent();
  expect(text).toMatch(/^\{"content":\{.*"verdict":/s);
  await inspectPage(page, 'snapshot-json');
  await page.goto(`/rooms/${readyRoom}/snapshots/${csv.created.id}`);
  await page.getByRole('tab', { name: /^vessels\.csv/ }).click();
  // The name and the label of a ship are the same where no other ship has the name.
  await page.getByRole('cell', { name: 'Aegean Pearl', exact: true }).first().waitFor();
  await inspectPage(page, 'snapshot-csv');
});

test('a viewer is offered no creation; an administrator deletes after being asked once more', async ({
  browser,
  readyRoom,
  broker,
  admin,
}) => {
  const { created } = await takeSnapshot(broker, readyRoom, { title: 'One too many' });
  const viewer = await enter(browser, readyRoom, 'viewer', '/snapshots');
  const row = list(viewer).filter({ hasText: 'One too many' });
  await row.waitFor();
  expect(await viewer.getByRole('button', { name: 'Take snapshot' }).count()).toBe(0);
  await row.getByRole('button', { name: 'More for One too many' }).click();
  await viewer.getByRole('menuitem', { name: 'Download' }).waitFor();
  expect(await viewer.getByRole('menuitem', { name: /Delete|Cancel|Retry/ }).count()).toBe(0);
  await viewer.close();
  const page = await enter(browser, readyRoom, 'admin', '/snapshots');
  const doomed = list(page).filter({ hasText: 'One too many' });
  await doomed.waitFor();
  await inspectPage(page, 'snapshots');
  await doomed.getByRole('button', { name: 'More for One too many' }).click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete snapshot' });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await doomed.waitFor({ state: 'detached' });
  const gone = await admin.get(`/rooms/${readyRoom}/snapshots/${created.id}`);
  expect(gone.status).toBe(404);
});

test('with the keyboard alone: take a JSON record and come to its preview', async ({
  browser,
  readyRoom,
}) => {
  const page = await enter(browser, readyRoom, 'owner', '/snapshots');
  await page.getByRole('button', { name: 'Take snapshot' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Take snapshot' }).waitFor();
  await tabTo(page, 'maxlength', '255', 'Shift+Tab');
  await page.keyboard.type('By keys');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'type', 'submit', 'Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'By keys' }).waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
  await page.getByRole('region', { name: 'Text of the record' }).waitFor();
});

/** Moves the focus until it stands on an element with an attribute, within a round of the dialog. */
async function tabTo(page: Page, attribute: string, value: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  for (let steps = 0; steps < 20; steps++) {
    if ((await page.locator(':focus').getAttribute(attribute)) === value) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The keyboard does not lead to ${attribute}=${value}.`);
}
