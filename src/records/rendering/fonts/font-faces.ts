import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** One font file of a report. */
export interface FontFace {
  package: string;
  file: string;
  /** The family as Typst knows it. */
  family: string;
  weight: 'regular' | 'strong';
  /** Only documents with a character of it name it: Typst tries every family that comes before the right one. */
  isSeldom?: true;
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
export const FACES: readonly FontFace[] = [
  face(SOURCE_SANS, '400Regular/SourceSans3_400Regular.ttf', 'Source Sans 3', 'regular'),
  face(SOURCE_SANS, '600SemiBold/SourceSans3_600SemiBold.ttf', 'Source Sans 3', 'strong'),
  ...notoSans(),
  face(ARABIC, '400Regular/Amiri_400Regular.ttf', 'Amiri', 'regular'),
  face(ARABIC, '700Bold/Amiri_700Bold.ttf', 'Amiri', 'strong'),
  ...['Hebrew', 'Thai', 'Georgian', 'Armenian', 'Bengali', 'Sinhala'].flatMap(notoSans),
  face(CHINESE, 'fonts/NotoSansHans-Regular.otf', 'Noto Sans S Chinese', 'regular'),
  face(CHINESE, 'fonts/NotoSansHans-Medium.otf', 'Noto Sans S Chinese', 'strong'),
  face(KOREAN, 'fonts/NotoSansKR-Regular.otf', 'Noto Sans Korean', 'regular'),
  face(KOREAN, 'fonts/NotoSansKR-Medium.otf', 'Noto Sans Korean', 'strong'),
  face(JAPANESE, 'fonts/NotoSansJP-Regular.otf', 'Noto Sans Japanese', 'regular'),
  face(JAPANESE, 'fonts/NotoSansJP-Medium.otf', 'Noto Sans Japanese', 'strong'),
];

/** Returns the path of the file of a face. */
export const fontFile = ({ package: name, file }: FontFace): string => join(dirname(packageFile(name)), file);

/** Name and version of each font package, such as `@embedpdf/fonts-kr@1.0.0`. */
export const FONT_VERSIONS: readonly string[] = [...new Set(FACES.map((one) => one.package))].map(
  (name) => `${name}@${readPackageVersion(name)}`,
);

function face(name: string, file: string, family: string, weight: FontFace['weight']): FontFace {
  return { package: name, file, family, weight };
}

/** The faces of Noto Sans for one script. Without a script: the letters of Latin that Source Sans lacks, and Devanagari. */
function notoSans(script = ''): FontFace[] {
  const name = `@expo-google-fonts/noto-sans${script && `-${script.toLowerCase()}`}`;
  const family = `Noto Sans ${script}`.trimEnd();
  const file = (style: string) => `${style}/NotoSans${script}_${style}.ttf`;
  return [
    { ...face(name, file('400Regular'), family, 'regular'), isSeldom: true },
    { ...face(name, file('600SemiBold'), family, 'strong'), isSeldom: true },
  ];
}

function packageFile(name: string): string {
  const path = findPackageJSON(name, import.meta.url);
  if (path === undefined) throw new Error(`The font package ${name} is not installed.`);
  return path;
}

function readPackageVersion(name: string): string {
  return (JSON.parse(readFileSync(packageFile(name), 'utf8')) as { version: string }).version;
}
