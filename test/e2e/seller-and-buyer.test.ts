import { expect } from 'vitest';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { bytesOf } from '../support/browser.ts';
import { test } from '../support/browser-test.ts';
import { enterRoom } from '../support/room-page.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const FILE = { name: 'CLC 2027.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };

test('a seller uploads what blocks the operation, and may neither judge it nor take a snapshot', async ({
  browser,
  troubledRoom,
}) => {
  const page = await enterRoom(browser, 'seller', `/rooms/${troubledRoom}`);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByRole('link', { name: /^CLC certificate.*missing/ }).click();
  const document = page.getByRole('dialog').first();
  await document.locator('input[type=file]').setInputFiles(FILE);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await document.getByText('The file was uploaded. The document is under review.').waitFor();
  expect(await document.getByRole('button', { name: /Approve|Reject|Waive|Delete/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await document.waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Take snapshot' }).count()).toBe(0);
});

test('a buyer finds the record that the broker took, and downloads it as it was sealed', async ({
  browser,
  troubledRoom,
  broker,
}) => {
  const { snapshot } = await takeSnapshot(broker, troubledRoom, { title: 'For the buyer' });
  const page = await enterRoom(browser, 'buyer', `/rooms/${troubledRoom}`);
  await page.getByRole('link', { name: 'Snapshots' }).click();
  await page.getByRole('link', { name: 'For the buyer' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const sealed = (await broker.download(snapshot.download_url)).bytes;
  expect(sha256(await bytesOf(download))).toBe(sha256(sealed));
  expect(await page.getByRole('button', { name: /Take snapshot|Delete/ }).count()).toBe(0);
});
