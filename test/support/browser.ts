import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Role } from '../../src/people/permissions/roles.ts';
import { CHROMIUM } from './chromium.ts';
import { PASSWORD } from './settings.ts';

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser extends AsyncDisposable {
  /** A new tab at an address of the application. */
  open(path: string): Promise<Page>;
  /** The same for the demonstration account of a role, which has signed in before. */
  openAs(role: Role, path: string): Promise<Page>;
  context: BrowserContext;
  /** What pages reported as faults: errors, broken rules of the Content-Security-Policy, other hosts asked. */
  faults: readonly string[];
}

interface Visited {
  server: { address: string };
  /** What the server answered when the demonstration account of a role logged in. */
  sessionOf(role: Role): Promise<unknown>;
}

/** A browser without any history that sees one server. */
export async function openBrowser(visited: Visited): Promise<Browser> {
  const { address } = visited.server;
  const profile = await mkdtemp(join(tmpdir(), 'roomshot-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: QUIET,
    baseURL: address,
    viewport: { width: 1024, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Athens',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
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
    faults,
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
      await rm(profile, { recursive: true, force: true });
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
