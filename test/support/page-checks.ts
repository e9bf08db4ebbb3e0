import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../artefacts/screenshots');
const WIDTHS = [390, 1024, 1600];
/** At which of them there is a picture: dark differs only in its colours, so one of it is enough. CI has no eyes. */
const PICTURES = process.env.CI === 'true' ? { light: [], dark: [] } : { light: WIDTHS, dark: [1024] };

/** Pixels that stick out to the side. Runs in the page. */
const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth';

/** What the colours decide: all that can differ between light and dark. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * Fails when a person with an assistive tool would meet a serious or critical problem (WCAG 2.2 AA).
 * @param rules all if left out
 */
async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  // Evaluated by the debugger, which the Content-Security-Policy of the page does not bind.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source);
  const results = await page.evaluate(
    (runOnly) => (globalThis as unknown as { axe: typeof axe }).axe.run({ ...(runOnly && { runOnly }) }),
    rules,
  );
  const grave = results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => [target, failureSummary]),
    }));
  expect(grave).toEqual([]);
}

/**
 * Keeps pictures of a page, and checks it at every width, light and dark: nothing may stick out to the side, and
 * nothing may be inaccessible.
 */
export async function inspectPage(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const before = page.viewportSize();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const path = join(FOLDER, `${name}-${width}-${colorScheme}.png`);
      if (PICTURES[colorScheme].includes(width)) await page.screenshot({ path, fullPage: true });
      // What is drawn to measure, such as a plot, follows the width a frame later.
      await expect
        .poll(() => page.evaluate(OVERFLOW), { message: `${name} is wider than ${width} px`, timeout: 5000 })
        .toBeLessThanOrEqual(0);
    }
    await expectAccessible(page, colorScheme === 'dark' ? RULES_OF_COLOUR : undefined);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (before) await page.setViewportSize(before);
}
