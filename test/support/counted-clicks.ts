import type { Locator, Page } from 'playwright-core';

/** The confirmation in the file dialog of the system, which the browser itself does not show. */
const SYSTEM_DIALOG = 1;

/**
 * Counts what a person presses with the pointer.
 *
 * - Each press in a page counts, whatever it hits. The page itself reports them.
 * - A choice of files counts two: the button in the page, and "Open" in the dialog of the system. Several files are
 *   chosen there with the keyboard (Ctrl+A), or are dropped, which takes no more.
 * - Typing counts nothing, and so does the way from one field to the next with Tab, or a choice in a list with its
 *   first letters. Who uses the pointer for that needs one press more for each field.
 * - A download of several files counts one: browsers ask once whether the site may do so.
 */
export class CountedClicks {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Counts the presses in a page from now on. */
  async watch(page: Page): Promise<Page> {
    await page.exposeFunction('reportPress', () => {
      this.#count += 1;
    });
    const listen = "addEventListener('pointerdown', () => reportPress(), true)";
    await page.addInitScript(listen);
    await page.evaluate(listen);
    return page;
  }

  /** Chooses files with a button of the page. */
  async choose(button: Locator, files: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
    const chooser = button.page().waitForEvent('filechooser');
    await button.click();
    await (await chooser).setFiles(files);
    this.#count += SYSTEM_DIALOG;
  }

  /** Counts the permission for the download of several files. */
  permitDownloads(): void {
    this.#count += SYSTEM_DIALOG;
  }
}
