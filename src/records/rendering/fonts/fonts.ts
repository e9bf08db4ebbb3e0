import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { type FontTables, readFontTables } from './font-tables.ts';

/** One font file of a report. */
interface FontFace {
  package: string;
  file: string;
  /** The family as Typst knows it. */
  family: string;
  weight: 'regular' | 'strong';
}

const SOURCE_SANS = '@expo-google-fonts/source-sans-3';
/** Extracted as it was written, lam-alef too: most fonts put letters together from parts, or join them for good. */
const ARABIC = '@expo-google-fonts/amiri';
const CHINESE = '@embedpdf/fonts-sc';
const JAPANESE = '@embedpdf/fonts-jp';
const KOREAN = '@embedpdf/fonts-kr';

/**
 * Every font a report may use, the first that has a character wins. Only these: a font that happens to be
 * installed on one machine would give other bytes there.
 */
const FACES: readonly FontFace[] = [
  face(SOURCE_SANS, '400Regular/SourceSans3_400Regular.ttf', 'Source Sans 3', 'regular'),
  face(SOURCE_SANS, '600SemiBold/SourceSans3_600SemiBold.ttf', 'Source Sans 3', 'strong'),
  face(ARABIC, '400Regular/Amiri_400Regular.ttf', 'Amiri', 'regular'),
  face(ARABIC, '700Bold/Amiri_700Bold.ttf', 'Amiri', 'strong'),
  face(CHINESE, 'fonts/NotoSansHans-Regular.otf', 'Noto Sans S Chinese', 'regular'),
  face(CHINESE, 'fonts/NotoSansHans-Medium.otf', 'Noto Sans S Chinese', 'strong'),
  face(KOREAN, 'fonts/NotoSansKR-Regular.otf', 'Noto Sans Korean', 'regular'),
  face(KOREAN, 'fonts/NotoSansKR-Medium.otf', 'Noto Sans Korean', 'strong'),
  face(JAPANESE, 'fonts/NotoSansJP-Regular.otf', 'Noto Sans Japanese', 'regular'),
  face(JAPANESE, 'fonts/NotoSansJP-Medium.otf', 'Noto Sans Japanese', 'strong'),
];

const FAMILIES: readonly string[] = [...new Set(FACES.map(({ family }) => family))];
const JAPANESE_FAMILY = 'Noto Sans Japanese';
const JAPANESE_FIRST = FAMILIES.toSpliced(FAMILIES.indexOf(JAPANESE_FAMILY), 1).toSpliced(
  FAMILIES.indexOf('Noto Sans S Chinese'),
  0,
  JAPANESE_FAMILY,
);
const KANA = /[\u3041-\u30ff]/;

/**
 * Returns the font families in the order in which they are searched for a character. Chinese and Japanese share
 * characters with different forms: a document with kana gets the Japanese ones.
 */
export const fontFamilies = (text: string): readonly string[] =>
  KANA.test(text) ? JAPANESE_FIRST : FAMILIES;

/** Name and version of each font package, such as `@embedpdf/fonts-kr@1.0.0`. */
export const FONT_VERSIONS: readonly string[] = [...new Set(FACES.map((one) => one.package))].map(
  (name) => `${name}@${readPackageVersion(name)}`,
);

/** Returns the font files for Typst, which maps a file only when a character needs it. */
export const fontFiles = (): string[] => FACES.map((one) => join(packageFolder(one.package), one.file));

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

/**
 * Returns the tables of every face of one weight, in the order of `FACES`. Each is read when a character first needs
 * it.
 */
export const loadFontTables = (weight: FontFace['weight']): FontTables[] =>
  FACES.filter((one) => one.weight === weight).map((one) => {
    let tables: FontTables | undefined;
    return {
      advance(codePoint) {
        tables ??= readFontTables(join(packageFolder(one.package), one.file));
        return tables.advance(codePoint);
      },
    };
  });

function face(name: string, file: string, family: string, weight: FontFace['weight']): FontFace {
  return { package: name, file, family, weight };
}

function packageFile(name: string): string {
  const path = findPackageJSON(name, import.meta.url);
  if (path === undefined) throw new Error(`The font package ${name} is not installed.`);
  return path;
}

function packageFolder(name: string): string {
  return dirname(packageFile(name));
}

function readPackageVersion(name: string): string {
  return (JSON.parse(readFileSync(packageFile(name), 'utf8')) as { version: string }).version;
}
