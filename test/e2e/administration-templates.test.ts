import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';

/** Submits the open dialog with this name, with the keyboard. */
async function submit(page: Page, name: string, button: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByRole('button', { name: button, exact: true }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

test('an administrator makes a template from a built-in one, adapts it, and removes it', async ({
  browser,
  admin,
}) => {
  const page = await browser.openAs('admin', '/admin/templates');
  await page
    .getByRole('row', { name: /^LPG and LNG/ })
    .getByText('Built in', { exact: true })
    .waitFor();
  await inspectPage(page, 'administration-templates');
  await page.getByRole('button', { name: 'New template' }).press('Enter');
  const form = page.getByRole('dialog', { name: 'New template' });
  await form.getByRole('button', { name: 'Make the template' }).click();
  await form.getByText('Name is required.').waitFor();
  await form.getByLabel(/^Name/).fill('LNG bunkers, Baltic');
  await form.getByLabel(/^Code/).fill('gas');
  await form.getByLabel(/^Start from/).selectOption('gas');
  await form.getByRole('button', { name: 'Make the template' }).press('Enter');
  // The error of the server stands at its field.
  const code = form.getByLabel(/^Code/);
  await expect.poll(() => code.getAttribute('aria-invalid')).toBe('true');
  await inspectPage(page, 'administration-template-new');
  await code.fill('lng_baltic');
  await form.getByRole('button', { name: 'Make the template' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'LNG bunkers, Baltic' }).waitFor();
  await page.getByText('Own', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Edit the facts' }).press('Enter');
  await page.getByRole('dialog').getByLabel('Region').fill('Baltic Sea');
  await submit(page, 'Edit LNG bunkers, Baltic', 'Save');
  await page.getByText('Baltic Sea').waitFor();

  const row = page.getByRole('row', { name: /^Crew list/ });
  await row.getByRole('button', { name: /^Edit/ }).press('Enter');
  const requirement = page.getByRole('dialog', { name: 'Edit Crew list' });
  await requirement.getByLabel('Due by').selectOption('fixture');
  await requirement.getByLabel(/^Maximum age/).fill('0');
  await requirement.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => requirement.getByLabel(/^Maximum age/).getAttribute('aria-invalid')).toBe('true');
  await requirement.getByLabel(/^Maximum age/).fill('30');
  await submit(page, 'Edit Crew list', 'Save');
  await row.getByText(/An issue at most 30 days ago|an issue at most 30 days ago/).waitFor();
  await row.getByText('Fixture').waitFor();
  await inspectPage(page, 'administration-template');

  await page.getByRole('button', { name: 'Ask for a document type' }).press('Enter');
  const further = page.getByRole('dialog', { name: 'Ask for a document type' });
  await further.getByLabel(/^Document type/).selectOption('bunker_licence');
  await further.getByLabel(/^Criticality/).selectOption('high');
  await further.getByLabel(/^Belongs to/).selectOption('discharging');
  await submit(page, 'Ask for a document type', 'Ask');
  await page
    .getByRole('row', { name: /bunker/i })
    .first()
    .waitFor();
  await row.getByRole('button', { name: /^Remove/ }).press('Enter');
  await submit(page, 'Remove Crew list?', 'Remove');
  await row.waitFor({ state: 'detached' });
  const kept = (await admin.get('/templates/lng_baltic')).body;
  const asked = kept.requirements.map(({ type_code }: { type_code: string }) => type_code);
  expect(kept.region).toBe('Baltic Sea');
  expect(asked).toContain('bunker_licence');
  expect(asked).not.toContain('crew_list');

  await page
    .getByRole('navigation', { name: 'Administration' })
    .getByRole('link', { name: 'Templates' })
    .click();
  await page.getByRole('button', { name: 'Remove: LNG bunkers, Baltic' }).press('Enter');
  await submit(page, 'Remove LNG bunkers, Baltic?', 'Remove');
  await page.getByRole('status').getByText('LNG bunkers, Baltic was removed.').waitFor();
  expect((await admin.get('/templates/lng_baltic')).status).toBe(404);
});

test('an administrator adds a document type and changes it', async ({ browser, admin }) => {
  const page = await browser.openAs('admin', '/admin/document-types');
  await page.getByRole('row', { name: /^Q88/ }).waitFor();
  await inspectPage(page, 'administration-document-types');
  await page.getByRole('button', { name: 'New document type' }).press('Enter');
  const form = page.getByRole('dialog', { name: 'New document type' });
  await form.getByLabel(/^Code/).fill('q88');
  await form.getByLabel(/^Name/).fill('Ice class certificate');
  await form.getByLabel(/^Category/).selectOption('regulatory');
  await form.getByLabel(/^Criticality/).selectOption('med');
  await form.getByRole('button', { name: 'Add' }).press('Enter');
  await expect.poll(() => form.getByLabel(/^Code/).getAttribute('aria-invalid')).toBe('true');
  await form.getByLabel(/^Code/).fill('ice_class');
  await submit(page, 'New document type', 'Add');
  await page.getByRole('button', { name: 'Edit: Ice class certificate' }).press('Enter');
  await page
    .getByRole('dialog')
    .getByLabel(/^Belongs to/)
    .selectOption('each_ship');
  await submit(page, 'Edit Ice class certificate', 'Save');
  await page
    .getByRole('row', { name: /^Ice class/ })
    .getByText('Each ship')
    .waitFor();
  expect((await admin.get('/document-types/ice_class')).body).toMatchObject({
    ...{ applies_to: 'each_ship', category: 'regulatory', required: false },
  });
});
