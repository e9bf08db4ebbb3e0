import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Browser, openBrowser, signIn } from '../support/browser.ts';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { PASSWORD } from '../support/settings.ts';

const EMAIL = 'agent@piraeus.example';

async function administer(browser: Browser): Promise<Page> {
  const page = await browser.openAs('admin', '/admin/users');
  await page.getByRole('cell', { name: 'broker@roomshot.example', exact: true }).waitFor();
  return page;
}

test('an administrator creates an account, whose owner signs in and is out the moment it is deactivated', async ({
  server,
  browser,
}) => {
  const page = await administer(browser);
  await inspectPage(page, 'administration-users');
  const create = page.getByRole('button', { name: 'New account' });
  await create.press('Enter');
  const form = page.getByRole('dialog', { name: 'New account' });
  await form.getByRole('button', { name: 'Create the account' }).click();
  await form.getByText('Enter the email address.').waitFor();
  await form.getByLabel('Email').fill(EMAIL);
  await form.getByLabel('Name').fill('Eleni Παπαδάκη');
  await inspectPage(page, 'administration-users-new');
  await form.getByLabel('Name').press('Enter');
  const shown = page.getByRole('dialog', { name: 'New password' });
  const password = (await shown.locator('pre').textContent()) ?? '';
  expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  await inspectPage(page, 'administration-users-password');
  await shown.getByRole('button', { name: 'I have it' }).press('Enter');
  await shown.waitFor({ state: 'detached' });
  await page.getByText(`${EMAIL} can sign in now.`).waitFor();
  expect(await page.content()).not.toContain(password);

  await using theirs = await openBrowser(server);
  const their = await theirs.open('/sign-in');
  await their.getByLabel('Email').fill(EMAIL);
  await their.getByLabel('Password', { exact: true }).fill(password);
  await their.getByRole('button', { name: 'Sign in' }).click();
  await their.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor();

  await page.getByRole('button', { name: `Deactivate: ${EMAIL}` }).press('Enter');
  const asked = page.getByRole('dialog', { name: `Deactivate ${EMAIL}?` });
  await asked.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('status').getByText('is deactivated').waitFor();
  await their.reload();
  await their.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('row', { name: EMAIL }).getByText('Deactivated').waitFor();
});

test('accounts are found, changed, and given a new password', async ({ server, browser }) => {
  const page = await administer(browser);
  await page.getByLabel('Search').fill('viewer@');
  await page
    .getByRole('cell', { name: 'broker@roomshot.example', exact: true })
    .waitFor({ state: 'detached' });
  const change = page.getByRole('button', { name: 'Change: viewer@roomshot.example' });
  await change.press('Enter');
  const form = page.getByRole('dialog', { name: 'Change viewer@roomshot.example' });
  await form.getByLabel('Name').fill('Viewer with a new name');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'Viewer with a new name', exact: true }).waitFor();
  await form.waitFor({ state: 'detached' });
  await expect.poll(() => change.evaluate((button) => button.matches(':focus'))).toBe(true);

  await page.getByRole('button', { name: 'New password: viewer@roomshot.example' }).click();
  await page.getByRole('button', { name: 'Make a new password' }).click();
  const shown = page.getByRole('dialog', { name: 'New password', exact: true });
  const password = await shown.locator('pre').textContent();
  const login = (given: unknown) =>
    server.anonymous.post('/auth/login', { email: 'viewer@roomshot.example', password: given });
  expect((await login(PASSWORD)).status).toBe(401);
  expect((await login(password)).status).toBe(200);
});

test('the last administrator cannot become a broker, and reads why', async ({ browser }) => {
  const page = await administer(browser);
  await page.getByRole('button', { name: 'Change: admin@roomshot.example' }).click();
  const form = page.getByRole('dialog', { name: 'Change admin@roomshot.example' });
  await form.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Broker' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('This is the last active admin. Appoint another one first.').waitFor();
});

test('everybody changes their own password and signs in with it', async ({ browser }) => {
  const next = 'anchor lantern Kalamata';
  const page = await browser.openAs('seller', '/');
  await page.getByRole('button', { name: 'Seller' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Change password' }).press('Enter');
  const field = (name: string) => page.getByLabel(name, { exact: true });
  await field('Current password').fill('not the password');
  await field('New password').fill(next);
  await field('New password again').fill('something else');
  const submit = page.getByRole('button', { name: 'Change password' });
  await submit.click();
  await page.getByText('This is not the same as the new password.').waitFor();
  await field('New password again').fill(next);
  await submit.click();
  await page.getByText('The current password is wrong.').waitFor();
  await inspectPage(page, 'account');
  await field('Current password').fill(PASSWORD);
  await submit.click();
  await page.getByText('Your password is changed. Sign in with the new one.').waitFor();
  await signIn(page, 'seller', next);
});
