import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { openClearedRoom } from '../support/cleared-room.ts';
import { inspectPage } from '../support/page-checks.ts';
import { enterRoom } from '../support/room-page.ts';

test('a broker states the figures of two vessels, and everybody sees how they compare', async ({
  browser,
  broker,
  owner,
}) => {
  const { path, vessels } = await openClearedRoom({ broker, owner });
  await broker.patch(`${path}/vessels/${vessels[1].id}`, {
    ...{ freeboard_ballast_m: 17.3, length: 249.9, mooring_line_mbl_t: 70, manoeuvring_role: 'manoeuvring' },
  });
  const page = await enterRoom(browser, 'broker', path);
  await page.getByRole('button', { name: 'Edit Aegean Pearl' }).click();
  const form = page.getByRole('dialog', { name: 'Edit Aegean Pearl' });
  const hull = form.getByRole('group', { name: 'Hull alongside' });
  await hull.getByLabel('Freeboard loaded (m)').fill('7,1');
  await form.getByRole('group', { name: 'Mooring' }).getByLabel('Bitts SWL (t)').fill('64');
  await form.getByLabel('Part in the manoeuvre').selectOption('constant_heading');
  await inspectPage(page, 'vessel-form');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });

  const panel = page.getByRole('region', { name: 'Compatibility' });
  const row = (name: string) => panel.getByRole('row', { name });
  await row('Freeboard, loaded / in ballast').getByText('Outside').waitFor();
  expect(await row('Freeboard, loaded / in ballast').textContent()).toBe(
    'Freeboard, loaded / in ballast7.1 m17.3 m10.2 mOutsideat most 10 m apart',
  );
  expect(await row('Bitts, SWL').textContent()).toContain('64 tNot stated');
  await page.getByRole('row', { name: 'Part in the manoeuvre' }).getByText('Constant heading').waitFor();
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('Not cleared for run-in').waitFor();
  await verdict
    .getByRole('link', { name: /^Look at the dimensions/ })
    .first()
    .waitFor();
  await panel.getByText('Where the limits are from').click();
  await panel.getByText(/OCIMF MEG4: the SWL of a fitting/).waitFor();
  await inspectPage(page, 'room-compatibility');

  // Others see it at once, without a reload.
  await broker.patch(`${path}/vessels/${vessels[1].id}`, { freeboard_ballast_m: 14.3 });
  await row('Freeboard, loaded / in ballast').getByText('Within').waitFor();
});

test('the form of a vessel that others changed asks about the figure that both changed', async ({
  browser,
  broker,
  owner,
}) => {
  const { path, vessels } = await openClearedRoom({ broker, owner });
  const page = await enterRoom(browser, 'broker', path);
  await page.getByRole('button', { name: 'Edit Aegean Pearl' }).click();
  const form = page.getByRole('dialog', { name: 'Edit Aegean Pearl' });
  await form.getByLabel('Hose crane SWL (t)').fill('10');
  await broker.patch(`${path}/vessels/${vessels[0].id}`, { crane_swl_t: 15 });
  await form.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('dialog', { name: 'Others have changed this meanwhile' });
  await conflict.getByText('Hose crane SWL', { exact: true }).waitFor();
  await conflict.getByRole('radio', { name: 'Take theirs' }).check();
  await conflict.getByRole('button', { name: 'Save' }).click();
  await conflict.waitFor({ state: 'detached' });
  await page
    .getByRole('region', { name: 'Compatibility' })
    .getByRole('row', { name: 'Hose crane, SWL' })
    .getByText('15 t')
    .waitFor();
});

test('a POAC is added as a party, and asked', async ({ browser, newRoom: { path } }) => {
  const page = await enterRoom(browser, 'broker', `${path}/approvals`);
  await page.getByRole('button', { name: 'Add a party' }).click();
  const form = page.getByRole('dialog', { name: 'Add a party' });
  await form.getByLabel('Name').fill('Νίκος Αλεξίου');
  await form.getByLabel('Email').fill('poac@roomshot.example');
  await form.getByLabel('Role').selectOption({ label: 'POAC' });
  await form.getByRole('button', { name: 'Add' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('cell', { name: 'POAC' }).first().waitFor();
});
