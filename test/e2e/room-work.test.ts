import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test as browserTest } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { enterRoom, roomTab } from '../support/room-page.ts';

const LARGEST = 25 * 1024 * 1024;

const test = browserTest.extend('room', { scope: 'file' }, ({ troubledRoom }) => `/rooms/${troubledRoom}`);

const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
const blocker = (page: Page, text: RegExp) =>
  page.getByRole('region', { name: 'Verdict' }).getByRole('link', { name: text });

/** One byte more than is taken; nothing but its length. */
async function tooLargeFile(folder: string): Promise<string> {
  const path = join(folder, 'too large.pdf');
  await using file = await open(path, 'w');
  await file.truncate(LARGEST + 1);
  return path;
}

/** Uploads a file of the open document, with the day on which it says that it expires. */
async function upload(page: Page, file: ReturnType<typeof pdf>, expiry?: string): Promise<void> {
  await page.getByRole('dialog').first().locator('input[type=file]').setInputFiles(file);
  const dialog = page.getByRole('dialog', { name: `Upload ${file.name}` });
  if (expiry !== undefined) await dialog.getByLabel('Expiry', { exact: true }).fill(expiry);
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Goes on with the reason that the server has asked for. */
async function giveReason(page: Page, title: string, submit: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel(/^Reason/).fill(reason);
  await dialog.getByRole('button', { name: submit }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Confirms what a button asked. */
async function confirm(page: Page, name: string, note?: string): Promise<void> {
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: 'Cancel' }) });
  if (note !== undefined) await dialog.getByLabel(/^(Note|Reason)/).fill(note);
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('a broker finds the blocker and uploads what is missing; the owner sees it live and approves', async ({
  browser,
  otherBrowser,
  room,
  folder,
}) => {
  const page = await enterRoom(browser, 'broker', room);
  await blocker(page, /^CLC certificate.*missing/).click();
  const document = page.getByRole('dialog');
  await expect.poll(() => document.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await inspectPage(page, 'room-document-work');

  await document.locator('input[type=file]').setInputFiles(await tooLargeFile(folder));
  const tooLarge = page.getByRole('dialog', { name: /^Upload too large/ });
  await tooLarge.getByText(/the limit is 25 MB/).waitFor();
  await tooLarge.getByRole('button', { name: 'Cancel' }).click();
  await tooLarge.waitFor({ state: 'detached' });
  // Otherwise a browser says nothing when somebody chooses the same file again.
  await expect.poll(() => document.locator('input[type=file]').inputValue()).toBe('');
  await upload(page, pdf('CLC 2027.pdf'), '2027-12-31');
  await document.getByText('The file was uploaded. The document is under review.').waitFor();
  await document.getByText('31 Dec 2027').waitFor();

  const owner = await enterRoom(otherBrowser, 'owner', room);
  await blocker(owner, /^CLC certificate.*under review/).click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await document.getByText('Approved', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await roomTab(page, /Overview/).click();
  await page.getByRole('region', { name: 'Verdict' }).waitFor();
  await expect.poll(() => blocker(page, /^CLC certificate.*Najmat/).count()).toBe(0);
});

test('a file is dropped on its document, downloaded, and rejected with a note', async ({ browser, room }) => {
  const page = await enterRoom(browser, 'owner', `${room}/documents?q=joint`);
  await page.getByRole('link', { name: 'Joint plan of operation' }).click();
  const document = page.getByRole('dialog').first();
  const dropped = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['the plan'], 'plan.pdf', { type: 'application/pdf' }));
    return transfer;
  })()`);
  await document.getByText(/^Or drop the file here/).dispatchEvent('drop', { dataTransfer: dropped });
  const upload = page.getByRole('dialog', { name: 'Upload plan.pdf' });
  await inspectPage(page, 'room-upload');
  await upload.getByRole('button', { name: 'Upload', exact: true }).click();
  await upload.waitFor({ state: 'detached' });
  await document.getByText(/^Mark on the file: /).waitFor();
  const file = document.getByRole('button', { name: /^plan\.pdf \(8 B\)/ });
  // Some browsers begin to read only after the click, and would find nothing.
  await page.evaluate("URL.revokeObjectURL = () => { document.title = 'revoked'; }");
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
  expect(await page.title()).not.toBe('revoked');
  expect(download.suggestedFilename()).toBe('plan.pdf');
  await document.getByRole('button', { name: 'Reject' }).click();
  await page.getByRole('dialog', { name: 'Reject' }).getByRole('button', { name: 'Reject' }).click();
  await page.getByText('Say why.').waitFor();
  await confirm(page, 'Reject', 'The mooring arrangement is missing.');
  await document.getByText('Rejected', { exact: true }).waitFor();
  await document.getByText('The mooring arrangement is missing.').waitFor();
});

test('an owner edits, waives, adds and deletes documents', async ({ browser, room }) => {
  const page = await enterRoom(browser, 'owner', `${room}/documents?q=hose`);
  await page.getByRole('link', { name: 'Hose test certificates' }).click();
  const document = page.getByRole('dialog').first();
  await document.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog', { name: /^Edit/ }).getByLabel('Expiry', { exact: true }).fill('2030-01-31');
  await confirm(page, 'Save');
  await document.getByText('31 Jan 2030').waitFor();
  await document.getByRole('button', { name: 'Waive' }).click();
  await confirm(page, 'Waive', 'New strings are used.');
  await document.getByText('Waived', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add a document' }).click();
  await page.getByLabel('Document', { exact: true }).selectOption('hose_tests');
  await confirm(page, 'Add');
  await page.getByText(/^2 of/).waitFor();
  await page
    .getByRole('row', { name: /Missing/ })
    .getByRole('link')
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  const deletion = page.getByRole('dialog', { name: 'Delete' });
  await deletion.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'A reason is needed' }).waitFor();
  await inspectPage(page, 'room-reason');
  await giveReason(page, 'A reason is needed', 'Go on with this reason', 'Listed twice.');
  await page.getByText(/^1 of/).waitFor();
  await roomTab(page, /Overview/).click();
  const exceptions = page.getByRole('region', { name: /^Exceptions/ });
  await exceptions.getByRole('listitem').filter({ hasText: 'New strings are used.' }).waitFor();
  await exceptions.getByRole('listitem').filter({ hasText: 'Listed twice.' }).waitFor();
});

test('an owner gives the approval with a subject; a broker lifts it, and takes the approval back', async ({
  browser,
  otherBrowser,
  room,
}) => {
  const page = await enterRoom(browser, 'owner', `${room}/approvals`);
  await page.getByRole('button', { name: 'Give your approval' }).click();
  const giving = page.getByRole('dialog', { name: 'Give your approval' });
  await giving.getByLabel(/^Subjects/).fill('Berthing in daylight.\n\nWind below 20 knots.');
  await inspectPage(page, 'room-give-approval');
  await confirm(page, 'Give approval', 'Seen with the Master.');
  await expect.poll(() => page.getByRole('button', { name: /^Give/ }).count()).toBe(0);
  const mine = page.getByRole('row', { name: /Owner, you/ });
  await mine.getByText('Approved').waitFor();
  await mine.getByText('Seen with the Master.').waitFor();
  await mine.getByText(/for revision \d+/).waitFor();
  const broker = await enterRoom(otherBrowser, 'broker', `${room}/approvals`);
  await inspectPage(broker, 'room-approvals-work');
  await broker.getByRole('button', { name: 'Lift the subject: Berthing in daylight.' }).click();
  await confirm(broker, 'Lift', 'The pilot confirmed 10:00.');
  await mine.getByText(/The pilot confirmed 10:00\.$/).waitFor();
  await expect.poll(() => mine.getByRole('listitem').count()).toBe(2);
  await broker
    .getByRole('row', { name: /Owner/ })
    .getByRole('button', { name: /^Revoke/ })
    .click();
  await confirm(broker, 'Revoke');
  await mine.getByText('Pending').waitFor();
  await broker
    .getByRole('row', { name: /Owner/ })
    .getByRole('button', { name: /^Request.*海安之星/ })
    .click();
  await confirm(broker, 'Request');
  await expect.poll(() => mine.getByText('Pending').count()).toBe(2);
});

test('a broker keeps parties, vessels, facts and status, and says so to all', async ({ browser, room }) => {
  const page = await enterRoom(browser, 'broker', `${room}/approvals`);
  await page.getByRole('button', { name: 'Add a party' }).click();
  await page.getByRole('dialog').getByLabel('Name').press('Enter');
  await page.getByText('Email is required.').waitFor();
  await page.getByLabel('Name').fill('Joana Brito');
  await page.getByLabel('Role').selectOption('viewer');
  await page.getByLabel('Email').fill('joana@brito.example');
  await confirm(page, 'Add');
  const joana = page.getByRole('table', { name: 'Parties' }).getByRole('row', { name: /Joana/ });
  await joana.getByRole('button', { name: 'Edit Joana Brito' }).click();
  await page.getByLabel('Role').selectOption('buyer');
  await confirm(page, 'Save');
  await joana.getByText('Buyer').waitFor();
  await joana.getByRole('button', { name: 'Remove Joana Brito' }).click();
  await confirm(page, 'Remove');
  await joana.waitFor({ state: 'detached' });

  await roomTab(page, /Overview/).click();
  await page.getByRole('button', { name: /^Edit 海安之星/ }).click();
  await page.getByLabel('Length overall (m)').fill('190.5');
  await confirm(page, 'Save');
  await page
    .getByRole('row', { name: /Length overall/ })
    .getByText('53.3 m')
    .waitFor();
  await page.getByRole('button', { name: 'Add a vessel' }).click();
  const added = page.getByRole('dialog', { name: 'Add a vessel' });
  expect(await added.getByLabel('Status').inputValue()).toBe('active');
  await inspectPage(page, 'room-vessel');
  await added.getByRole('button', { name: 'Cancel' }).click();
  await added.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Edit the operation' }).click();
  await page.getByLabel('Overall advisory control').fill('Capt. Elena Ruiz');
  await inspectPage(page, 'room-edit');
  await confirm(page, 'Save');
  await page.getByText('Capt. Elena Ruiz').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Complete' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Set to active' }).click();
  const activation = page.getByRole('dialog', { name: 'Set to active' });
  await activation.getByRole('button', { name: 'Set to active' }).click();
  const override = page.getByRole('dialog', { name: 'The stage is not cleared' });
  await override.getByText(/^The operation is not cleared for cargo transfer/).waitFor();
  await inspectPage(page, 'room-override');
  await giveReason(page, 'The stage is not cleared', 'Override the verdict', 'The Masters agreed by radio.');
  await page.getByRole('button', { name: 'Complete' }).waitFor();
  await page.getByRole('heading', { name: 'Not cleared for cargo transfer' }).waitFor();
  await page.getByText('The Masters agreed by radio.').first().waitFor();

  await roomTab(page, /Activity/).click();
  await page.getByLabel('Message to everybody in the room').fill('We go alongside at first light.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('table').getByText('We go alongside at first light.').waitFor();
});

test('without a network, the page says what was not done, and the user can repeat it', async ({
  browser,
  room,
}) => {
  const page = await enterRoom(browser, 'broker', `${room}/activity`);
  await browser.context.setOffline(true);
  await page.getByLabel('Message to everybody in the room').fill('Fog since noon.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page
    .getByRole('alert')
    .getByText(/^The server cannot be reached/)
    .waitFor();
  await browser.context.setOffline(false);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('table').getByText('Fog since noon.').waitFor();
});

test('a viewer is offered nothing to change', async ({ browser, room }) => {
  const page = await enterRoom(browser, 'viewer', room);
  const offered = async () => (await page.getByRole('main').getByRole('button').allTextContents()).join();
  await page.getByRole('row', { name: /Length overall/ }).waitFor();
  expect(await offered()).toBe('');
  for (const part of [/Approvals/, /Activity/]) {
    await roomTab(page, part).click();
    await page.getByRole('table').first().waitFor();
    expect(await offered()).toBe('');
    expect(await page.getByRole('textbox').count()).toBe(0);
  }
  await roomTab(page, /Documents/).click();
  await page.getByRole('link', { name: 'Joint plan of operation' }).click();
  const document = page.getByRole('dialog');
  await document.getByText('Notes').waitFor();
  const buttons = await document.getByRole('button').allTextContents();
  expect(buttons).toEqual(['', 'plan.pdf (8 B)']);
});

test('an upload in a session that has ended leads to the sign-in page', async ({ browser, room }) => {
  const page = await enterRoom(browser, 'owner', `${room}/documents?q=joint`);
  await page.getByRole('link', { name: 'Joint plan of operation' }).click();
  await page.route('**/file', (route) =>
    route.fulfill({ status: 401, json: { code: 'invalid_credentials', detail: 'Sign in.' } }),
  );
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(pdf('plan.pdf'));
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});
