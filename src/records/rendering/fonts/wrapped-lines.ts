/** Spaces, markers, single characters of scripts that break anywhere, and words. A mark stays with its letter. */
const PIECES =
  /\s+|\[U\+[\dA-F]{4,6}\]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{M}\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\u300d\u300f\u3011\uff09\u30fc]*|(?:(?!\[U\+[\dA-F]{4,6}\])[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])+/gu;
/** Thai has no spaces between words: a dictionary finds them. Punctuation stays with its word. */
const THAI = /\p{Script=Thai}/u;
const THAI_WORDS = new Intl.Segmenter('th', { granularity: 'word' });
const WITHIN_WORD = /^[\p{Pe}\p{Pf}\p{Po}\p{M}ๆฯ\u200b-\u200d\u2060]/u;
const BEFORE_WORD = /[\p{Ps}\p{Pi}\u2060]$/u;
/** What a reader sees as one letter. The letters of Sinhala that a joiner joins are one, too. */
const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });
const JOINER = /\u200d$/;
const NOWHERE = /(?!)/;

/** Breaks one line into lines of at most a width: between words, and inside a word that is wider than that. */
export function wrapLine(line: string, width: number, measure: (text: string) => number): string[] {
  if (measure(line) <= width) return [line];
  const lines: string[] = [];
  let current = '';
  let used = 0;
  const put = (piece: string): void => {
    const length = measure(piece);
    if (used + length > width && current !== '') {
      lines.push(current.trimEnd());
      current = '';
      used = 0;
      if (piece.trim() === '') return;
    }
    current += piece;
    used += length;
  };
  for (const piece of piecesOf(line)) {
    if (piece.trim() === '') put(used + measure(piece) <= width ? piece : ' ');
    else for (const part of partsThatFit(piece, width, measure)) put(part);
  }
  if (current.trim() !== '' || lines.length === 0) lines.push(current.trimEnd());
  return lines;
}

const piecesOf = (line: string): string[] =>
  (line.match(PIECES) ?? []).flatMap((piece) =>
    THAI.test(piece) ? segments(THAI_WORDS, piece, WITHIN_WORD, BEFORE_WORD) : piece,
  );

/** A word, or its letters if it is wider than a line, or what they are made of if even a letter is. */
function partsThatFit(word: string, width: number, measure: (text: string) => number): string[] {
  if (measure(word) <= width) return [word];
  return segments(LETTERS, word, NOWHERE, JOINER).flatMap((letter) =>
    measure(letter) <= width ? letter : [...letter],
  );
}

/** Segments of a text. One that begins in a way, or follows one that ends in a way, is joined with the one before. */
function segments(segmenter: Intl.Segmenter, text: string, begins: RegExp, ends: RegExp): string[] {
  const found: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const before = found.at(-1);
    if (before !== undefined && (begins.test(segment) || ends.test(before))) {
      found[found.length - 1] = before + segment;
    } else found.push(segment);
  }
  return found;
}
