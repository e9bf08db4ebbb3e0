import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { NotInstalled, type OpenContender } from './contender.ts';
import { FONT_FILES, type RoomTables, roomTables } from './room-tables.ts';

const CHROMIUM = '/usr/bin/chromium';

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`);
const cells = (tag: string, row: string[]): string =>
  `<tr>${row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`;

const faces = Object.entries(FONT_FILES).map(
  ([name, file]) =>
    `@font-face{font-family:${name};src:url(data:font/sfnt;base64,${readFileSync(file, 'base64')})}`,
);
const style = `body{font:9pt ${Object.keys(FONT_FILES)}}table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:2pt;text-align:left}`;

function toHtml({ title, tables }: RoomTables): string {
  const body = tables.map(
    ({ title, head, rows }) =>
      `<h2>${escaped(title)}</h2><table><thead>${cells('th', head)}</thead>${rows.map((row) => cells('td', row)).join('')}</table>`,
  );
  return `<!doctype html><html lang="en"><title>${escaped(title)}</title><h1>${escaped(title)}</h1>${body.join('')}`;
}

/** Runs in the page. */
const SHOW = `async (html) => {
  const { title, body } = new DOMParser().parseFromString(html, 'text/html');
  document.title = title;
  document.documentElement.lang = 'en';
  document.body.replaceWith(body);
  await document.fonts.ready;
}`;

/** One warm browser with one page, which has the fonts already and prints one HTML body after the other. */
export const openChromium: OpenContender = async () => {
  if (!existsSync(CHROMIUM)) throw new NotInstalled(CHROMIUM);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.setContent(`<style>${faces.join('')}${style}</style>`);
  return {
    async render(content) {
      await page.evaluate(`(${SHOW})(${JSON.stringify(toHtml(roomTables(content)))})`);
      return page.pdf({ format: 'A4', tagged: true });
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
};
