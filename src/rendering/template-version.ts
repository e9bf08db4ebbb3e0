import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sha256 } from '../kernel/hash.ts';
import { FONT_VERSIONS } from './fonts.ts';

/** Move this whenever code that prepares the data of a report, or that writes JSON or CSV, changes its output. */
const PREPARATION_VERSION = 1;

const TEMPLATES = join(import.meta.dirname, 'templates');

/** Changes with the templates, the preparation of their data and the fonts. */
export const TEMPLATE_VERSION: string = sha256(
  JSON.stringify({
    preparation: PREPARATION_VERSION,
    fonts: FONT_VERSIONS,
    templates: readdirSync(TEMPLATES)
      .filter((name) => name.endsWith('.typ'))
      .sort()
      .map((name) => [name, sha256(readFileSync(join(TEMPLATES, name)))]),
  }),
).slice(0, 16);

/** The typesetter, and the data of time zones and characters that the texts depend on. */
export const RENDERER_VERSION: string = [
  `typst-binding ${typstVersion()}`,
  `icu ${process.versions.icu}`,
  `tz ${process.versions.tz}`,
].join(', ');

function typstVersion(): string {
  const require = createRequire(import.meta.url);
  const description = require('@myriaddreamin/typst-ts-node-compiler/package.json') as { version: string };
  return description.version;
}
