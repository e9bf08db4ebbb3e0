import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../artefacts/screenshots');
const WIDTHS = [390, 1024, 1600];
const SCHEMES = ['light', 'dark'] as const;

/** Fails when a person with an assistive tool would meet a serious or critical problem (WCAG 2.2 AA). */
async function expectAccessible(page: Page): Promise<void> {
  // Evaluated by the debugger, which the Content-Security-Policy of the page does not bind.
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  const grave = results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => [target, failureSummary]),
    }));
  expect(grave).toEqual([]);
}

/**
 * Keeps pictures of a page at every width, light and dark, and checks each: nothing may stick out to the side,
 * and nothing may be inaccessible.
 */
export async function inspectPage(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const before = page.viewportSize();
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const path = join(FOLDER, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow, `${name} is wider than ${width} px`).toBeLessThanOrEqual(0);
    }
    await expectAccessible(page);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (before) await page.setViewportSize(before);
}
