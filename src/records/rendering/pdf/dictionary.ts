/** The entries of a dictionary (ISO 32000-1, 7.3.7): each key without its slash, and its value as it is written. */
export type Dictionary = Map<string, string>;

const SPACE = /[\s\0]*/y;
/** A name, a reference, a number or a word, a hexadecimal string. */
const SIMPLE = /\/[^\s\0()<>[\]{}/%]*|\d+ \d+ R\b|[^\s\0()<>[\]{}/%]+|<[\dA-Fa-f\s]*>/y;

/**
 * Reads a dictionary.
 * @throws Error if the text is none, or has a comment in it
 */
export function readDictionary(text: string): Dictionary {
  const found: Dictionary = new Map();
  const end = text.trimEnd().length - 2;
  let at = skipSpace(text, 0);
  if (!text.startsWith('<<', at) || !text.startsWith('>>', end)) throw malformed();
  at = skipSpace(text, at + 2);
  while (at < end) {
    const keyEnd = endOfValue(text, at);
    const start = skipSpace(text, keyEnd);
    const valueEnd = endOfValue(text, start);
    if (text[at] !== '/' || valueEnd > end) throw malformed();
    found.set(text.slice(at + 1, keyEnd), text.slice(start, valueEnd));
    at = skipSpace(text, valueEnd);
  }
  return found;
}

/** Reads the values of a list, as they are written. A single value is a list of one (ISO 32000-1, 7.3.6). */
export function readList(text: string | undefined): string[] {
  if (text === undefined) return [];
  if (!text.startsWith('[')) return [text];
  const found: string[] = [];
  for (let at = skipSpace(text, 1); text[at] !== ']'; ) {
    const end = endOfValue(text, at);
    found.push(text.slice(at, end));
    at = skipSpace(text, end);
  }
  return found;
}

/** Writes a dictionary. */
export const writeDictionary = (entries: Iterable<readonly [string, string]>): string =>
  `<< ${[...entries].map(([key, value]) => `/${key} ${value}`).join(' ')} >>`;

/** Returns the number of an object to which a value refers. @throws Error if it is no reference */
export function referenceOf(value: string | undefined): number {
  const found = /^(\d+) 0 R$/.exec(value ?? '');
  if (!found) throw malformed();
  return Number(found[1]);
}

function endOfValue(text: string, start: number): number {
  if (text.startsWith('<<', start)) return endOfGroup(text, start + 2, '>>');
  if (text[start] === '[') return endOfGroup(text, start + 1, ']');
  if (text[start] === '(') return endOfString(text, start);
  SIMPLE.lastIndex = start;
  const found = SIMPLE.exec(text);
  if (!found) throw malformed();
  return start + found[0].length;
}

function endOfGroup(text: string, start: number, close: string): number {
  let at = skipSpace(text, start);
  while (!text.startsWith(close, at)) at = skipSpace(text, endOfValue(text, at));
  return at + close.length;
}

/** Parentheses in pairs belong to a string (ISO 32000-1, 7.3.4.2). */
function endOfString(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw malformed();
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}

const malformed = (): Error => new Error('An object of the PDF is not written as expected.');
