import {
  type DirectedPart,
  isRightToLeft,
  partsByDirection,
} from '../../../platform/kernel/text-direction.ts';

// Text of a report is set from left to right. What runs in another direction stands between the marks of Unicode for
// isolates. Texts of people cannot contain these marks, because they are made visible first.

const LEFT_TO_RIGHT_ISOLATE = '\u2066';
const RIGHT_TO_LEFT_ISOLATE = '\u2067';
const END_OF_ISOLATE = '\u2069';
/** Begins a line of a paragraph that runs from right to left, and so begins at the right. */
const RIGHT_TO_LEFT_LINE = '\u202b';
/** Nobody sees it. Without it, Poppler takes punctuation that follows for the beginning of the right-to-left words. */
const LEFT_TO_RIGHT_MARK = '\u200e';
const MARK = /[\u2066\u2067\u2069\u202b]/;
const ISOLATES = /[\u2066\u2067][^\u2069]*\u2069/g;

/** The fonts of Arabic and Hebrew. */
export const RIGHT_TO_LEFT_FONTS: readonly string[] = ['Amiri', 'Noto Sans Hebrew'];

/** A part of a line with its own direction. */
interface Isolate extends DirectedPart {
  fonts: readonly string[];
}

/** A line for the templates: texts and isolates from left to right. */
interface DirectedLine {
  /** It begins at the right. */
  atRight: boolean;
  parts: (string | Isolate)[];
}

/** Marks names and quotations inside a sentence of ours, so that they do not reorder what stands around them. */
export const isolateNames = (sentence: string): string =>
  partsByDirection(sentence)
    .map((part) => {
      if (typeof part === 'string') return part;
      const begin = part.dir === 'rtl' ? RIGHT_TO_LEFT_ISOLATE : LEFT_TO_RIGHT_ISOLATE;
      return begin + part.text + END_OF_ISOLATE;
    })
    .join('');

/** Ends each isolate at the end of its line, and begins it again on the next one. */
export function isolateEachLine(lines: readonly string[]): string[] {
  let open = '';
  return lines.map((line) => {
    const whole = open + line;
    const last = Math.max(whole.lastIndexOf(LEFT_TO_RIGHT_ISOLATE), whole.lastIndexOf(RIGHT_TO_LEFT_ISOLATE));
    open = last > whole.lastIndexOf(END_OF_ISOLATE) ? whole.charAt(last) : '';
    return open === '' ? whole : whole + END_OF_ISOLATE;
  });
}

/** Breaks a paragraph that a person wrote into lines. Marks them all if it runs from right to left, or else the names in it. */
export const directParagraph = (paragraph: string, wrap: (text: string) => string[]): readonly string[] =>
  isRightToLeft(paragraph)
    ? wrap(paragraph).map((line) => RIGHT_TO_LEFT_LINE + line)
    : isolateEachLine(wrap(isolateNames(paragraph)));

/** Replaces the marks of directions in a prepared text by lines for the templates. Text without marks stays as it is. */
export function directedText(text: string, fonts: readonly string[]): string | DirectedLine[] {
  if (!MARK.test(text)) return text;
  return text.split('\n').map((line) => {
    if (line.startsWith(RIGHT_TO_LEFT_LINE)) {
      return { atRight: true, parts: [isolate('rtl', line.slice(1), fonts)] };
    }
    const parts: DirectedLine['parts'] = [];
    let end = 0;
    for (const { 0: found, index } of line.matchAll(ISOLATES)) {
      parts.push(line.slice(end, index));
      const dir = found.startsWith(RIGHT_TO_LEFT_ISOLATE) ? 'rtl' : 'ltr';
      parts.push(isolate(dir, found.slice(1, -1), fonts));
      if (dir === 'rtl') parts.push(LEFT_TO_RIGHT_MARK);
      end = index + found.length;
    }
    parts.push(line.slice(end));
    return { atRight: false, parts: parts.filter((part) => typeof part !== 'string' || part !== '') };
  });
}

/** One font for all of a right-to-left text, spaces too: readers of PDF files put its words in order only then. */
function isolate(dir: Isolate['dir'], text: string, fonts: readonly string[]): Isolate {
  const first = RIGHT_TO_LEFT_FONTS[/\p{Script=Hebrew}/u.test(text) ? 1 : 0] ?? '';
  return { dir, text, fonts: dir === 'ltr' ? fonts : [first, ...fonts.filter((name) => name !== first)] };
}
