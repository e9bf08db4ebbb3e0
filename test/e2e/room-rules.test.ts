import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test as browserTest } from '../support/browser-test.ts';
import { listDocuments } from '../support/cleared-room.ts';
import type { Client } from '../support/client.ts';
import { upload } from '../support/evidence.ts';
import { inspectPage } from '../support/page-checks.ts';
import { enterRoom, roomTab } from '../support/room-page.ts';
import { join, openRoom } from '../support/rooms.ts';

const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
const SHIP = { vessel_type: 'Aframax', flag: 'Malta' };

/** A room with two ships, the owner and the broker, that asks for the Q88 of each ship. */
async function openedRoom(broker: Client): Promise<string> {
  const { path } = await openRoom(broker);
  await join(broker, path, 'owner');
  for (const vessel of [
    { ...SHIP, name: 'Aurora', imo: '9074729', operation_role: 'discharging' },
    { ...SHIP, name: 'Polaris', imo: '9312042', operation_role: 'receiving' },
  ]) {
    expect((await broker.post(`${path}/vessels`, vessel)).status).toBe(201);
  }
  expect((await broker.post(`${path}/requirements`, { type_code: 'q88' })).status).toBe(201);
  return path;
}

const test = browserTest.extend('room', ({ broker }) => openedRoom(broker));

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' });

/** Submits the open dialog with this name. */
async function submit(page: Page, name: string, button: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('a broker reads for which stage the room is cleared, who has to act, and moves the stage', async ({
  browser,
  room,
}) => {
  const page = await enterRoom(browser, 'broker', room);
  await verdict(page).getByRole('heading', { name: 'Not cleared for run-in' }).waitFor();
  await verdict(page)
    .getByRole('heading', { name: /^You have to act/ })
    .waitFor();
  await verdict(page).getByRole('heading', { name: 'The owner (owner) (1)' }).waitFor();
  await verdict(page).getByText('What this means').click();
  await verdict(page)
    .getByText(/roomshot-clearance/)
    .waitFor();
  await page.getByRole('button', { name: 'Move the stage' }).click();
  await page.getByRole('dialog').getByLabel('Stage').selectOption('fixture');
  await submit(page, 'Move the stage', 'Move');
  await verdict(page).getByRole('heading', { name: 'Clearance for fixture pending' }).waitFor();
  await verdict(page).getByText('Due later (2)').click();
  await verdict(page).getByRole('heading', { name: 'By the operation (2)' }).waitFor();
  await inspectPage(page, 'room-due-later');
  await verdict(page).getByRole('link', { name: 'Q88 / HVPQ of Polaris: missing.' }).click();
  await page.getByRole('dialog').getByText('At most 90 days old').waitFor();
});

test('a broker asks for a type of document, and for less of it only with a reason', async ({
  browser,
  room,
}) => {
  const page = await enterRoom(browser, 'broker', room);
  await roomTab(page, /Requirements/).click();
  await page.getByRole('button', { name: 'Ask for a document type' }).click();
  await page.getByRole('combobox', { name: /^Document type/ }).selectOption('clc');
  await submit(page, 'Ask for a document type', 'Ask');
  const row = page.getByRole('row', { name: /^CLC certificate/ });
  await row.getByText('0 of 2').waitFor();
  await inspectPage(page, 'room-requirements');
  await row.getByRole('button', { name: /^Edit/ }).click();
  await page.getByRole('dialog').getByLabel('Due by').selectOption('unmooring');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const reason = page.getByRole('dialog', { name: 'A reason is needed' });
  await reason.getByRole('button', { name: 'Cancel' }).click();
  // Without a reason nothing is changed, and what was entered is still there.
  await page
    .getByRole('alert')
    .getByText(/less is asked for/)
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await reason.getByLabel(/^Reason/).fill('The insurer sends it after the discharge.');
  await reason.getByRole('button', { name: /^Go on/ }).click();
  await row.getByText('Unmooring').waitFor();
  await row.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await reason.getByLabel(/^Reason/).fill('Covered by the blue card.');
  await reason.getByRole('button', { name: /^Go on/ }).click();
  await row.waitFor({ state: 'detached' });
  await roomTab(page, /Overview/).click();
  const exceptions = page.getByRole('region', { name: 'Exceptions (2)' });
  await exceptions.getByText('Covered by the blue card.').waitFor();
});

test('an approval asks for the day that the document states, and a new version takes nothing over', async ({
  browser,
  room,
}) => {
  const page = await enterRoom(browser, 'owner', `${room}/documents?q=aurora`);
  await page.getByRole('link', { name: 'Q88 / HVPQ' }).click();
  const document = page.getByRole('dialog').first();
  for (const version of [1, 2]) {
    await document.locator('input[type=file]').setInputFiles(pdf(`Q88 ${version}.pdf`));
    await page.getByLabel('Number').fill(`Q-${version}`);
    await submit(page, `Upload Q88 ${version}.pdf`, 'Upload');
    await document.getByRole('button', { name: 'Approve' }).click();
    const approval = page.getByRole('dialog', { name: 'Approve Q88 / HVPQ' });
    await approval.getByRole('button', { name: 'Approve' }).click();
    await approval.getByText('Issued is required.').waitFor();
    await approval.getByLabel('Issued').fill(new Date().toISOString().slice(0, 10));
    if (version === 1) await inspectPage(page, 'room-approve');
    await submit(page, 'Approve Q88 / HVPQ', 'Approve');
    await document.getByText('Approved', { exact: true }).waitFor();
  }
  await document.getByText('Q-2', { exact: true }).waitFor();
  await document.getByText(/approved by its uploader/).waitFor();
  await document.getByText('Earlier versions (1)').click();
  await document.getByText('Version 1: Approved').waitFor();
  await inspectPage(page, 'room-versions');
});

test('an approval lapses with the ETA, and a broker asks a party for the compatibility too', async ({
  browser,
  room,
  broker,
}) => {
  const page = await enterRoom(browser, 'broker', `${room}/approvals`);
  await page.getByRole('button', { name: 'Give your approval' }).click();
  await submit(page, 'Give your approval', 'Give approval');
  const mine = page.getByRole('row', { name: /, you/ });
  await mine.getByText(/for revision \d+/).waitFor();
  await broker.patch(room, { sts_eta: '2027-04-12T08:00:00Z' });
  await mine.getByText(/^Lapsed: .* changed since: ETA\.$/).waitFor();
  await page
    .getByRole('row', { name: /^The owner/ })
    .getByRole('button', { name: /^Request approval of the compatibility/ })
    .click();
  await submit(page, 'Request approval of the compatibility of the vessels from The owner', 'Request');
  await expect
    .poll(() =>
      page
        .getByRole('row', { name: /^The owner/ })
        .getByText('Pending')
        .count(),
    )
    .toBe(2);
});

test('a room that is not cleared becomes ready only with the reason of an override', async ({
  browser,
  room,
}) => {
  const page = await enterRoom(browser, 'broker', room);
  await page.getByRole('button', { name: 'Set to ready' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Set to ready' }).click();
  const override = page.getByRole('dialog', { name: 'The stage is not cleared' });
  await override.getByText('Only an override with its reason lets it go on.').waitFor();
  // The words of the page, and not those of the API.
  expect(await override.textContent()).not.toMatch(/'[a-z_]+'/);
  await inspectPage(page, 'room-override');
  await override.getByLabel('Reason of the override').fill('Agreed with both Masters by VHF.');
  await override.getByRole('button', { name: 'Override the verdict' }).click();
  await page
    .getByRole('region', { name: 'Exceptions (1)' })
    .getByText('Agreed with both Masters by VHF.')
    .waitFor();
});

test('an administrator says what becomes of the documents of a vessel, and why', async ({
  browser,
  room,
  owner,
  broker,
}) => {
  const [document] = (await listDocuments(broker, room)).filter(
    ({ vessel_name }) => vessel_name === 'Aurora',
  );
  await upload(owner, document.path);
  const page = await enterRoom(browser, 'admin', room);
  await page.getByRole('button', { name: 'Remove Aurora' }).click();
  const removal = page.getByRole('dialog', { name: 'Remove Aurora' });
  await removal.getByRole('button', { name: 'Remove' }).click();
  await removal.getByText('Documents that were sent is required.').waitFor();
  await removal.getByLabel('Documents that were sent').selectOption('removed');
  await removal.getByRole('button', { name: 'Remove' }).click();
  const reason = page.getByRole('dialog', { name: 'A reason is needed' });
  await reason.getByText(/with 1 of its documents/).waitFor();
  await reason.getByLabel(/^Reason/).fill('Another ship was nominated.');
  await reason.getByRole('button', { name: /^Go on/ }).click();
  await page
    .getByRole('region', { name: 'Exceptions (1)' })
    .getByText('Another ship was nominated.')
    .waitFor();
});
