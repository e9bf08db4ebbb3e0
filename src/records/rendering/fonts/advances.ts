import type { FontFamily } from './fonts.ts';

/** The width of a character in thousandths of the font size, or undefined if no font has it. */
export type AdvanceOf = (codePoint: number) => number | undefined;

const NOT_ASKED = 0xffff;
const IN_NO_FONT = 0xfffe;
const FIRST_PLANE = 0x10000;

/** Looks characters up in fonts, in their order, and remembers what it found. */
export function createAdvances(fonts: readonly FontFamily[]): AdvanceOf {
  const find = (codePoint: number): number | undefined => {
    for (const font of fonts) {
      const found = font.advance(codePoint);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const known = new Uint16Array(FIRST_PLANE).fill(NOT_ASKED);
  return (codePoint) => {
    if (codePoint >= FIRST_PLANE) return find(codePoint);
    let advance = known[codePoint];
    if (advance === NOT_ASKED) {
      advance = Math.ceil(find(codePoint) ?? IN_NO_FONT);
      known[codePoint] = advance;
    }
    return advance === IN_NO_FONT ? undefined : advance;
  };
}
