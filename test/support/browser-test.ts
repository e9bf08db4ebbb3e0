import { openBrowser } from './browser.ts';
import { test as serverTest } from './server-test.ts';

/**
 * Tests of the web application in Chromium, on a server that the tests of a file share.
 *
 * - `browser`: one without any history, which the tests of a file share too.
 * - `otherBrowser`: that of another person, of this test alone.
 *
 * After each test its pages are closed, and the test fails if one of them has reported a fault.
 */
export const test = serverTest
  .extend('browser', { scope: 'file' }, async ({ server }, { onCleanup }) => {
    const browser = await openBrowser(server);
    onCleanup(() => browser[Symbol.asyncDispose]());
    return browser;
  })
  .extend('otherBrowser', async ({ server }, { onCleanup }) => {
    const browser = await openBrowser(server);
    onCleanup(async () => {
      await browser.closePages();
      await browser[Symbol.asyncDispose]();
    });
    return browser;
  })
  .extend('closedPages', { auto: true }, ({ browser }, { onCleanup }) => {
    onCleanup(() => browser.closePages());
  });
