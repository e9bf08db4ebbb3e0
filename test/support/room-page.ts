import type { Locator, Page } from 'playwright-core';
import type { Role } from '../../src/people/permissions/roles.ts';
import type { Browser } from './browser.ts';
import type { TestServer } from './server.ts';

/** Opens a room as the demonstration account of a role. */
export async function enterRoom(browser: Browser, role: Role, path: string): Promise<Page> {
  const page = await browser.openAs(role, path);
  await roomTab(page, /Overview/).waitFor();
  return page;
}

/** The way to one part of a room. */
export const roomTab = (page: Page, name: RegExp): Locator =>
  page.getByRole('navigation', { name: 'Parts of the room' }).getByRole('link', { name });

/** The id of the demonstration's room with a word in its title. */
export async function demonstrationRoom(server: TestServer, word: string): Promise<string> {
  const { items } = (await (await server.as('admin')).get('/rooms?limit=100')).body;
  return items.find(({ title }: { title: string }) => title.includes(word)).id;
}
