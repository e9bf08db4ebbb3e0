import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const TERMS = ['Cargo value', 'Demurrage a day', 'Demurrage an hour', 'Commission'];

const termsOn = async (page: Page): Promise<string[]> => {
  const operation = page.getByRole('region', { name: 'Operation' });
  await operation.getByText('Last change').waitFor();
  const names = await operation.getByRole('term').allTextContents();
  return TERMS.filter((term) => names.includes(term));
};

test('a broker states the commission; a seller sees no commercial terms', async ({ browser, readyRoom }) => {
  const page = await browser.openAs('broker', `/rooms/${readyRoom}`);
  await page.getByRole('button', { name: 'Edit the operation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit the operation' });
  await dialog.getByLabel('Commission (%)').fill('1.75');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('region', { name: 'Operation' }).getByText('1.75 %').waitFor();
  expect(await termsOn(page)).toEqual(TERMS);
  const seller = await browser.openAs('seller', `/rooms/${readyRoom}`);
  expect(await termsOn(seller)).toEqual([]);
});

test('a record with commercial terms is chosen in the dialog, and closed to a seller', async ({
  browser,
  readyRoom,
  broker,
}) => {
  await takeSnapshot(broker, readyRoom, { title: 'For all parties' });
  const page = await browser.openAs('broker', `/rooms/${readyRoom}/snapshots`);
  await page.getByRole('button', { name: 'Take snapshot' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take snapshot' });
  await dialog.getByLabel('Title').fill('For the owner');
  await dialog.getByLabel('Include the commercial terms').check();
  await inspectPage(page, 'snapshot-take-commercial');
  await dialog.getByRole('button', { name: 'Take snapshot' }).click();
  await page.getByRole('heading', { level: 1, name: 'For the owner' }).waitFor();
  await page.getByRole('button', { name: 'Download' }).waitFor();
  await page.getByText('Included. Only owner, broker, charterer and administrators').waitFor();

  const seller = await browser.openAs('seller', `/rooms/${readyRoom}/snapshots`);
  const row = (title: string) =>
    seller.getByRole('list', { name: 'Snapshots' }).getByRole('listitem').filter({ hasText: title });
  await row('For the owner').getByText('with commercial terms').waitFor();
  expect(await row('For the owner').getByRole('checkbox').isDisabled()).toBe(true);
  expect(await row('For the owner').getByRole('button').count()).toBe(0);
  expect(await row('For all parties').getByRole('checkbox').isDisabled()).toBe(false);
  await inspectPage(seller, 'snapshots-commercial');
  await row('For the owner').getByRole('link').click();
  await seller.getByText('You cannot read this record').waitFor();
  await inspectPage(seller, 'snapshot-commercial');
  expect(await seller.getByRole('button', { name: 'Download' }).count()).toBe(0);
  expect(await seller.getByRole('region', { name: 'Preview' }).count()).toBe(0);
});
