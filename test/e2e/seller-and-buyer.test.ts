import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { demonstrationRoom, enterRoom } from '../support/room-page.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const FILE = { name: 'CLC 2027.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };

let server: TestServer;
let browser: Browser;
let room: string;

beforeAll(async () => {
  server = await startTestServer();
  browser = await openBrowser(server);
  room = await demonstrationRoom(server, 'Fujairah');
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  expect(browser.faults).toEqual([]);
});

test('a seller uploads what blocks the operation, and may neither judge it nor take a snapshot', async () => {
  const page = await enterRoom(browser, 'seller', `/rooms/${room}`);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByRole('link', { name: /^CLC certificate.*missing/ }).click();
  const document = page.getByRole('dialog');
  await document.locator('input[type=file]').setInputFiles(FILE);
  await document.getByText('Received. It is under review now.').waitFor();
  expect(await document.getByRole('button', { name: /Approve|Reject|Waive|Delete/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await document.waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Take snapshot' }).count()).toBe(0);
  await page.close();
});

test('a buyer finds the record that the broker took, and downloads it as it was sealed', async () => {
  const broker = await server.as('broker');
  const { snapshot } = await takeSnapshot(broker, room, { title: 'For the buyer' });
  const page = await enterRoom(browser, 'buyer', `/rooms/${room}`);
  await page.getByRole('link', { name: 'Snapshots' }).click();
  await page.getByRole('link', { name: 'For the buyer' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const sealed = (await broker.download(snapshot.download_url)).bytes;
  expect(sha256(await readFile(await download.path()))).toBe(sha256(sealed));
  expect(await page.getByRole('button', { name: /Take snapshot|Delete/ }).count()).toBe(0);
  await page.close();
});
