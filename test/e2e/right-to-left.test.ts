import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { enterRoom } from '../support/room-page.ts';
import { openRoom } from '../support/rooms.ts';

const SHIP = 'نجمة الخليج';
const VESSEL = { imo: '9074729', vessel_type: 'aframax_tanker', flag: 'Qatar' };

/** Runs in the page: the left and right edges of texts of one row, in pixels. */
const FIND_PLACES = `(texts) => {
  const rows = [...document.querySelectorAll('tr, [role=row], li')];
  const row = rows.find((one) => texts.every((text) => one.textContent.includes(text)));
  return texts.map((text) => {
    const nodes = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode() && !nodes.currentNode.nodeValue.includes(text));
    const range = document.createRange();
    const start = nodes.currentNode.nodeValue.indexOf(text);
    range.setStart(nodes.currentNode, start);
    range.setEnd(nodes.currentNode, start + text.length);
    const { left, right } = range.getBoundingClientRect();
    return { left, right };
  });
}`;

const placesOf = (page: Page, texts: string[]): Promise<{ left: number; right: number }[]> =>
  page.evaluate(`(${FIND_PLACES})(${JSON.stringify(texts)})`);

test('an Arabic name reorders nothing in an event, and an Arabic message begins at the right', async ({
  browser,
  broker,
}) => {
  const { path, id } = await openRoom(broker);
  expect((await broker.post(`${path}/vessels`, { name: SHIP, ...VESSEL })).status).toBe(201);
  const message = `رست السفينة ${SHIP} 12.`;
  expect((await broker.post(`${path}/messages`, { text: message })).status).toBe(201);
  const page = await enterRoom(browser, 'broker', `/rooms/${id}/activity`);
  await page.getByText(message).waitFor();

  const [ship, number] = await placesOf(page, [SHIP, '9074729']);
  expect(number?.left).toBeGreaterThan(ship?.right ?? 0);
  const [first, last] = await placesOf(page, ['رست', '12.']);
  expect(first?.left).toBeGreaterThan(last?.right ?? 0);
});
