import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { enterRoom } from '../support/room-page.ts';
import { openRoom } from '../support/rooms.ts';

/** Arabic, Chinese, Japanese with a character that only it has, Korean, and so on. */
const TITLE = 'نجمة / 海安之星 / 鴎丸 / 한라 / שלום / ไทย / मुंबई / ბათუმი / Հայ / চট্টগ্রাম / ශ්\u200dරී / Ɐ';
const WEIGHT = / (Thin|ExtraLight)$/;

/** The fonts that the browser draws an element with: their names without a weight, and whether each is ours. */
async function fontsOf(page: Page, selector: string): Promise<Record<string, boolean>> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('DOM.enable');
  await debug.send('CSS.enable');
  const { root } = await debug.send('DOM.getDocument');
  const { nodeId } = await debug.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await debug.send('CSS.getPlatformFontsForNode', { nodeId });
  await debug.detach();
  return Object.fromEntries(
    fonts.map(({ familyName, isCustomFont }) => [familyName.replace(WEIGHT, ''), isCustomFont]),
  );
}

test('names in every script are drawn with fonts of ours', async ({ browser, broker }) => {
  const { id } = await openRoom(broker, { title: TITLE });
  const page = await enterRoom(browser, 'broker', `/rooms/${id}`);
  await expect
    .poll(() => fontsOf(page, 'h1'))
    .toEqual({
      'Source Sans 3': true,
      'Noto Sans Arabic': true,
      'Noto Sans SC': true,
      'Noto Sans JP': true,
      'Noto Sans KR': true,
      'Noto Sans': true,
      'Noto Sans Hebrew': true,
      'Noto Sans Thai': true,
      'Noto Sans Georgian': true,
      'Noto Sans Armenian': true,
      'Noto Sans Bengali': true,
      'Noto Sans Sinhala': true,
    });
});

test('a page without such names fetches no font for them', async ({ browser }) => {
  const page = await browser.context.newPage();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const rules = page.waitForResponse(/other-scripts.*\.css$/);
  await page.goto('/verify');
  await (await rules).finished();
  await page.evaluate('document.fonts.ready.then(() => null)');
  expect(fetched.filter((url) => url.includes('source-sans'))).not.toEqual([]);
  expect(fetched.filter((url) => url.includes('noto-sans'))).toEqual([]);
});
