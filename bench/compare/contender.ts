import { createRequire } from 'node:module';
import type { EditionContent } from '../../src/records/editions/edition-content.ts';

/** One way to make a PDF of a room. */
export interface Contender extends AsyncDisposable {
  render(content: EditionContent): Promise<Uint8Array>;
}

/** Opens a contender, warm fonts and processes included. @throws NotInstalled */
export type OpenContender = () => Promise<Contender>;

/** What a contender needs is not on this machine. */
export class NotInstalled extends Error {}

const require = createRequire(import.meta.url);

/** A package of bench/compare/package.json; the project itself neither has nor knows them. */
// biome-ignore lint/suspicious/noExplicitAny: their types are not installed with the project
export async function loadPackage(name: string): Promise<any> {
  let path: string;
  try {
    path = require.resolve(name);
  } catch {
    throw new NotInstalled(`the package ${name}`);
  }
  return import(path);
}
