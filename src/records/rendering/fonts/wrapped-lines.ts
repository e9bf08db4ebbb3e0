/** Spaces, markers, single characters of scripts that break anywhere, and words. A mark stays with its letter. */
const PIECES =
  /\s+|\[U\+[\dA-F]{4,6}\]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{M}\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\u300d\u300f\u3011\uff09\u30fc]*|(?:(?!\[U\+[\dA-F]{4,6}\])[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])+/gu;
const LETTERS = /\P{M}\p{M}*|\p{M}+/gu;

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
  for (const piece of line.match(PIECES) ?? []) {
    if (piece.trim() === '' ? used + measure(piece) <= width : measure(piece) <= width) put(piece);
    else if (piece.trim() !== '') for (const letter of piece.match(LETTERS) ?? []) put(letter);
    else put(' ');
  }
  if (current.trim() !== '' || lines.length === 0) lines.push(current.trimEnd());
  return lines;
}
