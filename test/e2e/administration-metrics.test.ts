import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

/** How often the page asks for new numbers. */
const REFRESH_MS = 15_000;

test('a broker who opens the administration is refused in words', async ({ browser }) => {
  const page = await browser.openAs('broker', '/');
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
  await page.goto('/admin');
  await page.getByText('Only for administrators').waitFor();
  await inspectPage(page, 'administration-refused');
});

test('an administrator reads the same numbers as the API gives, as figures, plots and tables', async ({
  browser,
  admin,
  broker,
}) => {
  const room = await roomIdOf(broker, 'Aegean Pearl');
  for (const snapshot_type of ['json', 'json', 'json', 'csv'])
    await takeSnapshot(broker, room, { snapshot_type });
  const page = await browser.openAs('admin', '/');
  await page.getByRole('link', { name: 'Administration' }).press('Enter');
  const figure = (name: string) =>
    page.getByRole('list', { name: 'Figures' }).getByRole('listitem').filter({ hasText: name });
  await figure('Snapshots completed').waitFor();
  const { body } = await admin.get('/snapshots/metrics/summary?hours=24');
  expect(body.pdf_generation).toMatchObject({ cached_count: 2, generated_count: 2 });
  await expect
    .poll(() => figure('Snapshots completed').textContent())
    .toContain('42 cached, 2 rendered, 0 failed');
  await expect
    .poll(() => figure('Cache hit rate').textContent())
    .toContain(`${body.cache.hit_rate_percent} %`);

  await page.getByRole('button', { name: 'Table of Snapshots made' }).press('Enter');
  const table = page.getByRole('region', { name: 'Snapshots made, table' });
  const columns = await table
    .getByRole('row')
    .evaluateAll((rows) =>
      rows
        .slice(1)
        .map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => Number(cell.textContent))),
    );
  const sums = [0, 1, 2].map((column) => columns.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  expect(sums).toEqual([2, 2, 0]);
  await page.getByText('When it is bad').first().click();
  await inspectPage(page, 'administration-metrics');

  const asked = page.waitForResponse((answer) => answer.url().includes('/metrics/series?hours=1'));
  await page.getByRole('radio', { name: '1 h' }).press('Space');
  expect((await asked).status()).toBe(200);
  await page.getByText('The last hour until').waitFor();
});

test('numbers come by themselves, and the pointer reads a plot', async ({ browser, admin, broker }) => {
  const room = await roomIdOf(broker, 'Aegean Pearl');
  await takeSnapshot(broker, room, { snapshot_type: 'json' });
  const page = await browser.openAs('admin', '/admin');
  await page.clock.install();
  await page.reload();
  await page.getByRole('list', { name: 'Figures' }).waitFor();
  const { body } = await admin.get('/snapshots/metrics/summary?hours=24');
  const { cached_count, generated_count } = body.pdf_generation;
  await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await page.clock.fastForward(REFRESH_MS);
  await page.getByText(`${cached_count + 1} cached, ${generated_count} rendered`).waitFor();
  const plot = page.getByRole('region', { name: 'Snapshots made' });
  const area = plot.locator('.u-over');
  const { width = 0, height = 0 } = (await area.boundingBox()) ?? {};
  await area.hover({ position: { x: width - 1, y: height / 2 } });
  await plot.getByText(/^Cached\d+$/).waitFor();
});
