import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { test } from '../support/browser-test.ts';
import { SHIPS } from '../support/cleared-room.ts';
import type { Client } from '../support/client.ts';
import { CountedClicks } from '../support/counted-clicks.ts';
import { daysFromNow } from '../support/evidence.ts';
import { roomTab } from '../support/room-page.ts';

/** Eight documents of each ship and four of the operation: twenty. */
const OF_EACH_SHIP = [
  'q88',
  'class_status',
  'class_certificate',
  'ism',
  'issc',
  'load_line',
  'pi_entry',
  'clc',
];
const OF_THE_OPERATION = ['fender_certificates', 'risk_assessment', 'joint_plan', 'sanctions_screening'];
const DOCUMENTS = 20;
/** Twenty uploads one after the other take a while on a busy machine. */
const LONG_MS = 120_000;

async function keepTemplate(admin: Client): Promise<void> {
  const types = (await admin.get('/document-types')).body.items;
  const requirements = [...OF_EACH_SHIP, ...OF_THE_OPERATION].map((code) => {
    const { criticality, expires, max_age_days } = types.find((type: { code: string }) => type.code === code);
    const applies_to = OF_EACH_SHIP.includes(code) ? 'each_ship' : 'operation';
    return {
      ...{ type_code: code, required: true, due_stage: 'run_in' },
      criticality,
      expires,
      max_age_days,
      applies_to,
    };
  });
  const template = { code: 'twenty', name: 'Twenty documents', trade: 'oil', requirements };
  expect((await admin.post('/templates', template)).status).toBe(201);
}

/** The files, named as people name them: the document and the ship. */
const FILES = [
  ...SHIPS.flatMap(({ name }) => OF_EACH_SHIP.map((code) => `${code} ${name}.pdf`)),
  ...OF_THE_OPERATION.map((code) => `${code}.pdf`),
].map((name) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') }));

const dialogOf = (page: Page) => page.getByRole('dialog');

/** Presses the button of the open dialog, and waits until it is gone. */
async function submit(page: Page, name: string | RegExp): Promise<void> {
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name }).click();
  await dialog.waitFor({ state: 'detached', timeout: LONG_MS });
}

test('a room from a template is cleared for run-in with at most 35 clicks', async ({
  server,
  browser,
  admin,
}) => {
  await keepTemplate(admin);
  const clicks = new CountedClicks();
  await using ownersBrowser = await openBrowser(server);
  await using charterersBrowser = await openBrowser(server);
  const broker = await clicks.watch(await browser.openAs('broker', '/'));
  const title = 'Twenty documents off Ceuta';

  // The broker opens the room, and names ships and parties.
  await broker.getByRole('button', { name: 'New room' }).click();
  await dialogOf(broker).getByLabel('Title').fill(title);
  await dialogOf(broker).getByLabel('Location').fill('Off Ceuta');
  await dialogOf(broker)
    .getByLabel('ETA (UTC)')
    .fill(`${daysFromNow(10)}T08:00`);
  await dialogOf(broker).getByLabel('Documents to ask for').selectOption('twenty');
  await dialogOf(broker).getByRole('button', { name: 'Open the room' }).click();
  await broker.getByRole('heading', { level: 1, name: title }).waitFor();
  for (const ship of SHIPS) {
    await broker.getByRole('button', { name: 'Add a vessel' }).click();
    await dialogOf(broker).getByLabel(/^Name/).fill(ship.name);
    await dialogOf(broker)
      .getByLabel(/^IMO number/)
      .fill(ship.imo);
    await dialogOf(broker).getByLabel(/^Type/).fill(ship.vessel_type);
    await dialogOf(broker).getByLabel(/^Flag/).fill(ship.flag);
    await dialogOf(broker)
      .getByLabel(/^Part in the operation/)
      .selectOption(ship.operation_role);
    await submit(broker, 'Add');
  }
  await roomTab(broker, /Approvals/).click();
  for (const role of ['owner', 'charterer']) {
    await broker.getByRole('button', { name: 'Add a party' }).click();
    await dialogOf(broker).getByLabel(/^Name/).fill(`The ${role}`);
    await dialogOf(broker).getByLabel(/^Role/).selectOption(role);
    await dialogOf(broker)
      .getByLabel(/^Email/)
      .fill(`${role}@roomshot.example`);
    await submit(broker, 'Add');
  }
  const opening = clicks.count;

  // The owner uploads every document, and states its days.
  const owner = await clicks.watch(await ownersBrowser.openAs('owner', '/'));
  await owner.getByRole('link', { name: title }).click();
  await roomTab(owner, /Documents/).click();
  await owner.getByText(`${DOCUMENTS} of ${DOCUMENTS} shown`).waitFor();
  await clicks.choose(owner.getByRole('button', { name: 'Upload several files' }), FILES);
  for (const { name } of FILES) {
    await dialogOf(owner).getByLabel(`Issue of ${name}`).fill(daysFromNow(0));
    const expiry = dialogOf(owner).getByLabel(`Expiry of ${name}`);
    if (await expiry.isVisible()) await expiry.fill(daysFromNow(300));
  }
  await submit(owner, `Upload ${DOCUMENTS} files`);
  const uploading = clicks.count - opening;

  // The broker reviews what the owner sent.
  await roomTab(broker, /Documents/).click();
  await broker.getByRole('button', { name: `Review ${DOCUMENTS} under review` }).click();
  await dialogOf(broker)
    .getByRole('button', { name: `Open ${DOCUMENTS} files` })
    .click();
  clicks.permitDownloads();
  await submit(broker, `Approve ${DOCUMENTS} documents`);
  const reviewing = clicks.count - opening - uploading;

  // All three approve the operation.
  const charterer = await clicks.watch(await charterersBrowser.openAs('charterer', '/'));
  await charterer.getByRole('link', { name: title }).click();
  for (const page of [broker, owner, charterer]) {
    await roomTab(page, /Approvals/).click();
    await page.getByRole('button', { name: 'Give your approval' }).click();
    await submit(page, 'Give approval');
  }
  const approving = clicks.count - opening - uploading - reviewing;
  await roomTab(broker, /Overview/).waitFor();
  const { items } = (await admin.get(`/rooms?q=${encodeURIComponent(title)}`)).body;
  expect(items).toMatchObject([{ verdict: { outcome: 'cleared', stage: 'run_in' } }]);
  await broker.getByText('Cleared for run-in').first().waitFor();

  expect({ opening, uploading, reviewing, approving }).toEqual({
    ...{ opening: 11, uploading: 5, reviewing: 5, approving: 10 },
  });
  expect(clicks.count).toBeLessThanOrEqual(35);
}, 480_000);
