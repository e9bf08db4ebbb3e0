import type { Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { signIn } from '../support/browser.ts';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import type { TestServer } from '../support/server.ts';
import { PASSWORD } from '../support/settings.ts';

test('a demonstration account signs in with the keyboard alone, is brought back, and signs out', async ({
  browser,
}) => {
  const page = await browser.open('/admin');
  await page.getByLabel('Email').waitFor();
  await page.keyboard.type('admin@roomshot.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { name: 'Metrics', level: 1 });
  await heading.waitFor();
  expect(new URL(page.url()).pathname).toBe('/admin');
  expect(await page.title()).toBe('Metrics · Roomshot');
  await page.getByRole('button', { name: /Anneke de Vries/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a wrong password is refused in words, and empty fields are named', async ({ browser }) => {
  const page = await browser.open('/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Enter your email address.').waitFor();
  await page.getByText('Enter your password.').waitFor();
  await inspectPage(page, 'sign-in');
  await page.getByRole('button', { name: /broker@roomshot\.example/ }).click();
  expect(await page.getByLabel('Email').inputValue()).toBe('broker@roomshot.example');
  // The page does not show a password that the operator chose.
  await expect.poll(() => page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('You are not signed in');
});

/** Ends the session of a page without its knowing. */
async function endElsewhere(server: TestServer, page: Page): Promise<void> {
  const session = await page.evaluate(() => JSON.parse(localStorage.getItem('roomshot.session') ?? ''));
  await fetch(`${server.server.address}/api/v1/auth/logout`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}` },
  });
}

test('a session that ended elsewhere leads back to the sign-in page', async ({ server, browser }) => {
  const page = await browser.open('/sign-in');
  await signIn(page, 'viewer');
  await endElsewhere(server, page);
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('who signs in after a session that ended sees nothing of what it showed', async ({
  server,
  browser,
}) => {
  const page = await browser.open('/sign-in');
  await signIn(page, 'admin');
  const shown = page.getByRole('main').getByRole('link', { name: /Aegean Pearl/ });
  await shown.first().waitFor();
  await endElsewhere(server, page);
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByLabel('Email').fill('viewer@roomshot.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const asked = Promise.withResolvers<Route>();
  await page.route('**/api/v1/rooms?*', asked.resolve);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Roomshot, to the rooms' }).click();
  const delayed = await asked.promise;
  await page.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor();
  expect(await shown.count()).toBe(0);
  await delayed.continue();
  await shown.first().waitFor();
});

test('an address with a search leads back to itself after signing in', async ({ browser }) => {
  const page = await browser.open('/sign-in');
  await page.evaluate('localStorage.clear()');
  await page.goto('/rooms/5?q=hose&status=missing');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(new URL(page.url()).searchParams.get('to')).toBe('/rooms/5?q=hose&status=missing');
});
