import type { Locator, Page } from 'playwright-core';
import { test } from '../support/browser-test.ts';
import { demonstrationRoom, enterRoom } from '../support/room-page.ts';

const MAX_TABS = 80;

/** Goes on with the Tab key until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < MAX_TABS; pressed++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${target} is not within ${MAX_TABS} presses of the Tab key.`);
}

test('with the keyboard alone a charterer finds what is under review, rejects it, and approves', async ({
  server,
  browser,
}) => {
  const room = `/rooms/${await demonstrationRoom(server, 'Fujairah')}`;
  const page = await enterRoom(browser, 'charterer', room);
  await tabTo(page, page.getByRole('link', { name: /^Sanctions and AIS screening: under review/ }));
  await page.keyboard.press('Enter');
  const document = page.getByRole('dialog').first();
  await document
    .getByRole('button', { name: /^Close/ })
    .and(page.locator(':focus'))
    .waitFor();
  await tabTo(page, document.getByRole('button', { name: 'Reject' }));
  await page.keyboard.press('Enter');
  await page.getByLabel('Note').waitFor();
  await page.keyboard.type('The gap of 7 hours is not explained.');
  await tabTo(page, page.getByRole('button', { name: 'Reject' }).last());
  await page.keyboard.press('Enter');
  await document.getByText('Rejected', { exact: true }).waitFor();
  await tabTo(page, document.getByRole('button', { name: 'Approve' }));
  await page.keyboard.press('Enter');
  await document.getByText('Approved', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await document.waitFor({ state: 'detached' });
  await tabTo(page, page.getByRole('link', { name: /^Approvals & parties/ }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Give your approval' }));
  await page.keyboard.press('Enter');
  await page.getByLabel('Note').waitFor();
  await tabTo(page, page.getByRole('button', { name: 'Give approval', exact: true }).last());
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /, you/ }).getByText('Approved').waitFor();
});
