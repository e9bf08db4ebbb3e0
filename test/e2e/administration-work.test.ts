import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { bytesOf } from '../support/browser.ts';
import { test as browserTest } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { PASSWORD } from '../support/settings.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const ENTRIES_A_PAGE = 50;
/** What renderings of JSON wait for. */
let beforeJson = async () => {};

const test = browserTest
  .extend(
    'serverOptions',
    { scope: 'file' },
    {
      config: { renderProcesses: 3 },
      renderers: ({ json }) => ({
        json: {
          version: json.version,
          async render(content, options) {
            await beforeJson();
            return json.render(content, options);
          },
        },
      }),
    },
  )
  .extend('room', { scope: 'file' }, async ({ broker, readyRoom }) => {
    await takeSnapshot(broker, readyRoom, { title: 'Before fendering', snapshot_type: 'csv' });
    await takeSnapshot(broker, readyRoom, { title: 'Before fendering', snapshot_type: 'json' });
    return readyRoom;
  })
  .extend('page', ({ browser }) => browser.openAs('admin', '/'));

const section = async (page: Page, name: string) => {
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name }).press('Enter');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
};

test('an administrator cancels a task that hangs, and has it made after all', async ({
  room,
  page,
  broker,
}) => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  beforeJson = () => {
    begun.resolve();
    return gate.promise;
  };
  await broker.post(`/rooms/${room}/messages`, { text: 'Moored' });
  await broker.post(`/rooms/${room}/snapshots`, { title: 'After mooring', snapshot_type: 'json' });
  await begun.promise;
  await section(page, 'Tasks');
  const row = page.getByRole('row').filter({ hasText: 'After mooring' });
  await row.getByText('Running').waitFor();
  await row.getByRole('button', { name: 'Cancel: After mooring' }).press('Enter');
  await page.getByRole('button', { name: 'Cancel the task' }).press('Enter');
  await page.getByRole('status').getByText('“After mooring” is cancelled.').waitFor();
  await row.getByText('Cancelled by Anneke de Vries.').waitFor();
  await inspectPage(page, 'administration-tasks');
  beforeJson = async () => {};
  gate.resolve();
  await row.getByRole('button', { name: 'Retry: After mooring' }).click();
  await row.getByText('Completed').waitFor();
});

test('an administrator sees what the cache holds, warms and clears it, and cleans up', async ({
  server,
  room,
  page,
  broker,
  admin,
}) => {
  await broker.post(`/rooms/${room}/messages`, { text: 'So that no edition is of the room as it is' });
  await section(page, 'Cache');
  const editions = page.getByRole('region', { name: 'List of editions' });
  await editions.getByRole('row').nth(1).waitFor();
  await inspectPage(page, 'administration-cache');
  await page.getByRole('button', { name: 'Warm', exact: true }).press('Enter');
  const warm = page.getByRole('dialog', { name: 'Warm the cache' });
  await warm.getByRole('button', { name: 'Render now' }).click();
  await warm.getByText('Choose a room first.').waitFor();
  await warm.getByRole('combobox', { name: 'Room' }).fill('Aegean');
  await page.getByRole('option', { name: /Aegean Pearl/ }).click();
  await warm.getByText('PDF', { exact: true }).click();
  await warm.getByText('CSV', { exact: true }).click();
  await warm.getByRole('button', { name: 'Render now' }).click();
  await page.getByText(/^CSV \(.+\): rendered$/).waitFor();

  const { body } = await admin.get('/admin/cache');
  expect(body.disk.unused_entries).toBe(1);
  await page.getByText(/unused: 1 \(/).waitFor();
  await page.getByRole('button', { name: 'Clear the cache' }).click();
  const asked = page.getByRole('dialog', { name: 'Clear the cache?' });
  await asked.getByRole('button', { name: 'Clear the cache' }).click();
  await page.getByText(`${body.disk.entries} editions were removed from the cache.`).waitFor();
  const cleared = await admin.get('/admin/cache');
  expect(cleared.body).toMatchObject({ memory: { entries: 0 }, disk: { unused_entries: 0 } });

  const spool = join(server.config.dataFolder, '.backup-spool-died');
  await mkdir(spool);
  await utimes(spool, new Date(0), new Date(0));
  await page.getByRole('button', { name: 'Show what would be removed' }).click();
  await page.getByRole('cell', { name: 'Temporary files of interrupted backups' }).waitFor();
  await page.getByRole('button', { name: 'Remove it now' }).click();
  await page.getByText(/^Removed items: 1\./).waitFor();
  await page.getByRole('button', { name: 'Show what would be removed' }).click();
  await page.getByText('There is nothing to remove.').waitFor();
});

test('an administrator finds an entry of the audit log, checks the chain and keeps a checkpoint', async ({
  room,
  page,
  broker,
}) => {
  for (let line = 0; line < ENTRIES_A_PAGE; line++)
    await broker.post(`/rooms/${room}/messages`, { text: `Line ${line}` });
  await broker.post(`/rooms/${room}/messages`, { text: 'Hoses connected' });
  await section(page, 'Audit log');
  await page.getByRole('combobox', { name: 'Actor' }).fill('broker@roomshot.example');
  await page.getByRole('combobox', { name: 'Action' }).fill('message_sent');
  await page.getByLabel('Text in the details').fill('hoses');
  await page.getByRole('button', { name: 'Search' }).click();
  const entries = page.getByRole('region', { name: 'List of entries' }).getByRole('row');
  await entries
    .filter({ hasNotText: /Hoses|Details/ })
    .first()
    .waitFor({ state: 'detached' });
  await expect.poll(() => entries.count()).toBe(2);
  await expect
    .poll(() => entries.nth(1).textContent())
    .toMatch(/UTCbroker@roomshot\.exampleMessage sentTextHoses connected/);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Show more' }).click();
  await entries.nth(ENTRIES_A_PAGE + 1).waitFor();

  await page.getByRole('button', { name: 'Check the chain' }).press('Enter');
  await page.getByText('The audit log is intact').waitFor();
  await page.getByRole('button', { name: 'Check the chain' }).press('Enter');
  await page.getByText(/^\d+ of \d+ entries are new since the check of/).waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a signed checkpoint' }).click();
  const checkpoint = JSON.parse(String(await bytesOf(await saving)));
  expect(checkpoint.audit_head).toMatch(/^\d+:[0-9a-f]{64}$/);
  expect(checkpoint.signature).toMatch(/^[\w-]+\.[\w-]*\.[\w-]+$/);
  await inspectPage(page, 'administration-audit');
});

test('an administrator reads the settings, but no secret', async ({ page }) => {
  await section(page, 'Settings');
  await page.getByText(/^Roomshot \d/).waitFor();
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  expect(await row('ROOMSHOT_ADMIN_PASSWORD').textContent()).toContain('Set (secret)');
  expect(await page.content()).not.toContain(PASSWORD);
  await inspectPage(page, 'administration-settings');
});

test('an audit log that was tampered with is named at its first wrong entry', async ({
  database,
  page,
  onTestFinished,
}) => {
  const { actor } = await database.query
    .selectFrom('audit_entries')
    .select('actor')
    .where('seq', '=', 2)
    .executeTakeFirstOrThrow();
  const write = (name: string) =>
    database.transaction(async (tx) => {
      await sql`alter table audit_entries disable trigger all`.execute(tx);
      await sql`update audit_entries set actor = ${name} where seq = 2`.execute(tx);
      await sql`alter table audit_entries enable trigger all`.execute(tx);
    });
  await write('nobody');
  onTestFinished(() => write(actor));
  await section(page, 'Audit log');
  await page.getByRole('button', { name: 'Check all entries' }).click();
  await page.getByText('The audit log is broken at entry 2').waitFor();
  await inspectPage(page, 'administration-audit-broken');
});

test('that it is not known who is an administrator is said, and can be tried again', async ({ page }) => {
  await page.route('**/api/v1/auth/me', (route) =>
    route.fulfill({ status: 500, json: { code: 'internal', detail: 'The server failed.' } }),
  );
  await page.goto('/admin/settings');
  await page.getByRole('alert').getByText('The server failed.').waitFor();
  await page.unroute('**/api/v1/auth/me');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
});

test('an administrator learns that the clock leapt, and confirms it', async ({
  page,
  admin,
  setClockAhead,
}) => {
  setClockAhead(2 * 3_600_000);
  await admin.get('/admin/clock');
  setClockAhead(0);
  await section(page, 'Cache');
  await page.getByText('The clock of the server leapt by 2 hours ahead').waitFor();
  await page.getByRole('button', { name: 'Confirm the clock' }).press('Enter');
  const asked = page.getByRole('dialog', { name: 'Is the clock of the server right?' });
  await asked.getByRole('button', { name: 'Confirm the clock' }).press('Enter');
  await page.getByText('The clock is confirmed.').waitFor();
  expect((await admin.get('/admin/clock')).body).toMatchObject({ trusted: true });
  expect(await page.getByRole('button', { name: 'Confirm the clock' }).count()).toBe(0);
});
