import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { roomIdOf } from '../support/snapshots.ts';

/** Four reports of a large room are rendered, on a machine that may have other work. */
const PATIENCE_MS = 100_000;

test(
  'a snapshot that waits shows its bar, is cancelled, and is made after all when tried again',
  async ({ browser, broker }) => {
    const id = await roomIdOf(broker, 'Chrysi Avgerini');
    const page = await browser.openAs('broker', `/rooms/${id}/snapshots`);
    await page.getByRole('button', { name: 'Take snapshot' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take snapshot' });
    await dialog.getByLabel('Title').fill('Called off');
    // Reports of a large room keep the one render process busy.
    const sections = ['include_documents', 'include_activity', 'include_approvals'];
    await Promise.all(sections.map((left) => broker.post(`/rooms/${id}/snapshots`, { [left]: false })));
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    await page.getByRole('progressbar').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText(/^Cancelled by /).waitFor();
    await inspectPage(page, 'snapshot-failed');
    // Without its events, a task is asked again and again.
    await page.route('**/api/v1/events?*', (route) => route.abort());
    await page.getByRole('button', { name: /^Retry/ }).click();
    await page.getByRole('region', { name: 'Pages' }).waitFor({ timeout: PATIENCE_MS });
  },
  2 * PATIENCE_MS,
);
