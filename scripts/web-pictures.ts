// Makes the pictures of docs/web anew: pages of the web application, with the demonstration. It needs Chromium.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { ask, finish } from '../bench/requests.ts';
import { PASSWORD, startServer } from '../bench/server.ts';
import { CHROMIUM } from '../test/support/chromium.ts';

const TARGET = join(import.meta.dirname, '..', 'docs', 'web');
/** Of a desk, in four fifths of its size. */
const DESK = { viewport: { width: 1000, height: 976 }, deviceScaleFactor: 0.8 };
const PHONE = { viewport: { width: 390, height: 1000 } };

const folder = await mkdtemp(join(tmpdir(), 'roomshot-pictures-'));
try {
  await using server = await startServer({ folder });
  const { items } = (await server.call('GET', '/rooms?limit=20')).json();
  const roomOf = (word: string): string =>
    items.find(({ title }: { title: string }) => title.includes(word)).id;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    await picture('room', 'viewer', DESK, async (page) => {
      await page.goto(`/rooms/${roomOf('Fujairah')}`);
      await page.getByRole('region', { name: 'Verdict' }).getByText('Joint plan').first().waitFor();
    });
    await picture('phone', 'charterer', PHONE, async (page) => {
      await page.goto(`/rooms/${roomOf('Fujairah')}/documents`);
      await page.getByText('Class status report').first().scrollIntoViewIfNeeded();
    });
    await picture('snapshot', 'broker', DESK, async (page) => {
      await page.goto(`/rooms/${roomOf('Kalamata')}/snapshots`);
      await page.getByRole('button', { name: 'Take snapshot' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Take snapshot' }).click();
      await page.getByRole('button', { name: 'Verify' }).click();
      const verification = page.getByRole('region', { name: 'Verification' });
      await verification.getByText('Authentic', { exact: true }).waitFor();
      await page.keyboard.press('Home');
    });
    await picture('metrics', 'admin', DESK, async (page) => {
      for (const { id } of [...items, ...items, ...items]) await finish(server, await ask(server, id));
      await page.goto('/admin');
      await page.getByRole('heading', { name: 'Over time (UTC)' }).waitFor();
    });

    async function picture(
      name: string,
      role: string,
      device: typeof DESK | typeof PHONE,
      visit: (page: Page) => Promise<unknown>,
    ): Promise<void> {
      const context = await browser.newContext({
        ...{ baseURL: server.address, ...device, locale: 'en-GB', timezoneId: 'Europe/Athens' },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto('/');
      await page.getByRole('textbox', { name: 'Email' }).fill(`${role}@roomshot.example`);
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { level: 1, name: 'Rooms' }).waitFor();
      await visit(page);
      await page.screenshot({ path: join(TARGET, `${name}.png`) });
      await context.close();
    }
  } finally {
    await browser.close();
  }
} finally {
  await rm(folder, { recursive: true });
}
