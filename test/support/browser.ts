import { buffer } from 'node:stream/consumers';
import { type BrowserContext, chromium, type Download, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { Role } from '../../src/people/permissions/roles.ts';
import { PASSWORD } from './settings.ts';

export interface Browser extends AsyncDisposable {
  /** A new tab at an address of the application. */
  open(path: string): Promise<Page>;
  /** The same for the demonstration account of a role, which has signed in before. */
  openAs(role: Role, path: string): Promise<Page>;
  context: BrowserContext;
  /**
   * Closes every page, and expects that none has reported a fault: an error, a broken rule of the
   * Content-Security-Policy, another host asked.
   */
  closePages(): Promise<void>;
}

interface Visited {
  server: { address: string };
  /** What the server answered when the demonstration account of a role logged in. */
  sessionOf(role: Role): Promise<unknown>;
}

/** A browser without any history that sees one server. */
export async function openBrowser(visited: Visited): Promise<Browser> {
  const { address } = visited.server;
  const connection = await chromium.connect(inject('chromiumEndpoint'));
  const context = await connection.newContext({
    baseURL: address,
    viewport: { width: 1024, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Athens',
    reducedMotion: 'reduce',
  });
  // On a busy machine a page can take long. How long is no matter of these tests.
  context.setDefaultTimeout(40_000);
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(String(error.error())));
  context.on('console', (message) => {
    const { url } = message.location();
    // The browser itself reports every refusal of the API, and tests ask for some.
    const isRefusal = message.text().startsWith('Failed to load resource') && url.includes('/api/');
    if (message.type() === 'error' && !isRefusal) faults.push(message.text());
  });
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address))
      faults.push(request.url());
  });
  return {
    context,
    async closePages() {
      for (const page of context.pages()) await page.close();
      expect(faults.splice(0)).toEqual([]);
    },
    async open(path) {
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
    async openAs(role, path) {
      const page = await context.newPage();
      // Where the application looks for it when it begins.
      await using _kept = await page.addInitScript(
        (session) => localStorage.setItem('roomshot.session', JSON.stringify(session)),
        await visited.sessionOf(role),
      );
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      return page;
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await connection.close();
    },
  };
}

/** Signs in through the form, from any page, as the demonstration account of a role and nobody else. */
export async function signIn(page: Page, role: Role, password = PASSWORD): Promise<void> {
  await page.evaluate('localStorage.clear()');
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(`${role}@roomshot.example`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor();
}

/** What the browser has downloaded. */
export const bytesOf = async (download: Download): Promise<Buffer> =>
  buffer(await download.createReadStream());
