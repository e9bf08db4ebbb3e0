import { shareText } from '../pdf/cluster-shares.ts';
import { deflateWell } from '../pdf/pdf-objects.ts';
import { shapedFont } from '../shaping/shaped-fonts.ts';
import { CodedFont, type NewObject } from './coded-font.ts';

/** Its name in the content of a stamp. */
export const STANDING_NAME = 'F0';
/** The family of the font that stands in every report, so that most stamps need no other. */
const STANDING_FAMILY = 'Source Sans 3';

const between = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

/** Printable ASCII, the letters of Latin-1, common signs, and the mark that follows right-to-left names. */
const CHARACTERS = [...between(0x20, 0x7e), ...'£§°·', ...between(0xbf, 0xff), ...'–—‘’“”•…€', '\u200e'];
/** Letters that the font may join. */
const JOINED = ['ff', 'fi', 'fl', 'ffi', 'ffl', 'ft', 'fft', 'fj', 'tt', 'ti'];
/** The font with the codes that stand in every report. The same in every process of one version. */
export const standingFont: CodedFont = createStandingFont();

function createStandingFont(): CodedFont {
  const shaped = shapedFont(STANDING_FAMILY);
  const font = new CodedFont(STANDING_NAME);
  const { glyphFor } = font.of(shaped);
  for (const text of [...CHARACTERS, ...JOINED]) {
    const { clusters } = shaped.shape(text, { start: 0, end: text.length, isRightToLeft: false });
    for (const cluster of clusters) {
      for (const code of shareText(cluster.glyphs, cluster.text, 0, false)) glyphFor(code);
    }
  }
  return font.close();
}

/** Returns the objects of the standing font. @param first the number of the first */
export const standingFontObjects = (first: number): NewObject[] => standingFont.write(first, deflateWell);
