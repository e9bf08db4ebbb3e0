import bidiModule from 'bidi-js';
import { LRUCache } from 'lru-cache';
import type { FontFamily } from '../fonts/fonts.ts';
import { fontOf } from '../fonts/fonts.ts';
import type { TextSpan } from './shaped-font.ts';

/** A part of a text that is shaped at once. */
export interface ItemizedSpan extends TextSpan {
  family: string;
}

/** The types of the package describe its module, and Node gives the function itself. */
const bidi = (bidiModule as unknown as typeof bidiModule.default)();

/** A letter with its marks and joiners. */
const LETTERS = /\P{M}[\p{M}\p{Cf}]*|[\p{M}\p{Cf}]+/gu;
/** HarfBuzz needs no font for these. */
const UNSEEN = /^\p{Cf}+$/u;
/** The scripts that the fonts have. HarfBuzz shapes one at a time. */
const SCRIPTS = [
  ...['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Thai', 'Georgian', 'Armenian', 'Bengali', 'Sinhala'],
  ...['Devanagari', 'Han', 'Hiragana', 'Katakana', 'Hangul'],
].map((name) => new RegExp(`^\\p{Script=${name}}`, 'u'));

/**
 * Divides a text into spans of one direction, script and font, by the bidirectional algorithm (UAX 9). Returns them from
 * left to right, with the order in which they are read.
 * @param fonts the first that has a letter with its marks is its font
 */
export function itemize(
  text: string,
  direction: 'ltr' | 'rtl',
  fonts: readonly FontFamily[],
): { span: ItemizedSpan; place: number }[] {
  const levels = levelsOf(text, direction);
  const spans: (ItemizedSpan & { level: number; script: number })[] = [];
  for (const { 0: letter, index: start } of text.matchAll(LETTERS)) {
    const level = levels[start] ?? 0;
    const { script, family: own } = known(letter, fonts);
    const last = spans.at(-1);
    const family = own ?? last?.family ?? fonts[0]?.name ?? '';
    const end = start + letter.length;
    const isSame = last?.level === level && last.family === family;
    if (isSame && (script < 0 || last.script < 0 || script === last.script)) {
      last.end = end;
      if (last.script < 0) last.script = script;
    } else spans.push({ start, end, isRightToLeft: level % 2 === 1, family, level, script });
  }
  const placed = spans.map((span, place) => ({ span, place, level: span.level }));
  return inVisualOrder(placed).map(({ span, place }) => ({ span, place }));
}

/** No text of these characters alone runs from right to left: Hebrew is the first script that does. */
const BEFORE_HEBREW = /^[\0-\u058f]*$/;

const levelsOf = (text: string, direction: 'ltr' | 'rtl'): Uint8Array =>
  direction === 'ltr' && BEFORE_HEBREW.test(text)
    ? new Uint8Array(text.length)
    : bidi.getEmbeddingLevels(text, direction).levels;

interface LetterFacts {
  /** Its place in the list of scripts, or -1. */
  script: number;
  /** Its font. Undefined if it needs none. */
  family: string | undefined;
}

const REMEMBERED_LETTERS = 5000;
const letters = new WeakMap<readonly FontFamily[], LRUCache<string, LetterFacts>>();

/** Returns what is known of a letter with its marks. @param fonts the same list for every text with the same fonts */
function known(letter: string, fonts: readonly FontFamily[]): LetterFacts {
  const remembered = letters.get(fonts) ?? new LRUCache<string, LetterFacts>({ max: REMEMBERED_LETTERS });
  letters.set(fonts, remembered);
  const facts = remembered.get(letter);
  if (facts) return facts;
  const found = {
    script: SCRIPTS.findIndex((pattern) => pattern.test(letter)),
    family: UNSEEN.test(letter) ? undefined : ((fontOf(letter, fonts) ?? fonts[0])?.name ?? ''),
  };
  remembered.set(letter, found);
  return found;
}

/** Reverses what runs from right to left, from the innermost level to the outermost (UAX 9, L2). */
function inVisualOrder<T extends { level: number }>(spans: T[]): T[] {
  const ordered = [...spans];
  const highest = Math.max(0, ...spans.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let start = 0; start < ordered.length; start++) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end += 1;
      ordered.splice(start, end - start, ...ordered.slice(start, end).toReversed());
      start = Math.max(start, end);
    }
  }
  return ordered;
}
