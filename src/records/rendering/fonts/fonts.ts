import { HARMLESS } from '../../wording/visible-text.ts';
import { FACES, type FontFace, fontFile } from './font-faces.ts';
import { type FontTables, readFontTables } from './font-tables.ts';

/** A font family, with the tables of its face of one weight. */
export interface FontFamily extends FontTables {
  name: string;
}

/** Returns the font files for Typst, which maps a file only when a character needs it. */
export const fontFiles = (): string[] => FACES.map(fontFile);

/** Returns the font files that cannot be read as fonts. */
export const findBrokenFonts = (): string[] =>
  fontFiles().filter((path) => {
    try {
      readFontTables(path);
      return false;
    } catch {
      return true;
    }
  });

/** Returns every family in the order in which they are searched. Its tables are read when a character first needs them. */
export const loadFontFamilies = (weight: FontFace['weight']): FontFamily[] =>
  FACES.filter((face) => face.weight === weight).map((face) => {
    let tables: FontTables | undefined;
    return {
      name: face.family,
      advance(codePoint) {
        tables ??= readFontTables(fontFile(face));
        return tables.advance(codePoint);
      },
    };
  });

const FAMILIES: readonly string[] = [...new Set(FACES.map(({ family }) => family))];
const SELDOM: readonly string[] = FACES.filter(({ isSeldom }) => isSeldom).map(({ family }) => family);
const JAPANESE = 'Noto Sans Japanese';
const CHINESE = 'Noto Sans S Chinese';
const KANA = /[\u3041-\u30ff]/;
/** Letters that another font than the first might have. Marks are set with the font of their letter. */
const UNUSUAL_LETTERS = /\P{M}(?:[\p{M}\p{Cf}]|(?<=\u200d)\p{Extended_Pictographic})+|[^\0-\x7f]/gu;

/**
 * Returns the names of the families for a document, in the order in which they are searched for a character. Chinese
 * and Japanese share characters with different forms: a document with kana gets the Japanese ones.
 * @param text all text of the document
 * @param visible makes a text visible that no font has as it is
 */
export function familiesFor(
  text: string,
  fonts: readonly FontFamily[],
  visible: (text: string) => string,
): readonly string[] {
  const unusual = (part: string): string[] => [...new Set(part.match(UNUSUAL_LETTERS))];
  const letters = unusual(text).flatMap((letter) =>
    fontOf(letter, fonts) ? letter : unusual(visible(letter)),
  );
  const needed = new Set(letters.map((letter) => fontOf(letter, fonts)?.name));
  const families = FAMILIES.filter((name) => !SELDOM.includes(name) || needed.has(name));
  if (!KANA.test(text)) return families;
  const others = families.filter((name) => name !== JAPANESE);
  return others.toSpliced(others.indexOf(CHINESE), 0, JAPANESE);
}

/** Returns the first font that has a letter with its marks. */
export const fontOf = (letter: string, fonts: readonly FontFamily[]): FontFamily | undefined =>
  fonts.find((font) =>
    [...letter].every(
      (character) => HARMLESS.test(character) || font.advance(character.codePointAt(0) ?? 0) !== undefined,
    ),
  );
