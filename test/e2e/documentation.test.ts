import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';

test('the documentation of the API keeps its own policy, and shows its routes', async ({ browser }) => {
  const page = await browser.open('/docs');
  await page.getByText('Log in with email address and password').first().waitFor();
  expect(await page.locator('.opblock').count()).toBeGreaterThan(20);
  await page.getByText('Log in with email address and password').first().click();
  await page.getByRole('button', { name: 'Try it out' }).first().waitFor();
});

test('after the sign-in no address of another origin is opened', async ({ browser }) => {
  for (const to of ['//evil.example/', '/\\evil.example', '/%09/evil.example', '/.//evil.example']) {
    const page = await browser.openAs('broker', `/sign-in?to=${to.replaceAll('\\', '%5C')}`);
    await expect.poll(() => new URL(page.url()).pathname).not.toBe('/sign-in');
    expect(new URL(page.url()).host).not.toContain('evil');
  }
});
