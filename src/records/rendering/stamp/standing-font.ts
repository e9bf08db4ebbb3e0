import { shareText } from '../pdf/cluster-shares.ts';
import { shapedFont } from '../shaping/shaped-fonts.ts';
import { CodedFont, type NewObject } from './coded-font.ts';

/** The family of the font that stands in every report, so that most stamps need no other. */
export const STANDING_FAMILY = 'Source Sans 3';

/** Printable ASCII, what the sentences of the stamp have beside it, and the mark that follows right-to-left names. */
const CHARACTERS = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)),
  '·',
  '\u200e',
];
/** Letters that the font may join. */
const JOINED = ['ff', 'fi', 'fl', 'ffi', 'ffl', 'ft', 'fft', 'fj', 'tt', 'ti'];
/** The font with the codes that stand in every report. The same in every process of one version. */
export const standingFont: CodedFont = createStandingFont();

function createStandingFont(): CodedFont {
  const shaped = shapedFont(STANDING_FAMILY);
  const font = new CodedFont(shaped);
  for (const text of [...CHARACTERS, ...JOINED]) {
    const { clusters } = shaped.shape(text, { start: 0, end: text.length, isRightToLeft: false });
    for (const cluster of clusters) {
      for (const code of shareText(cluster.glyphs, cluster.text, 0, false)) font.glyphFor(code);
    }
  }
  return font.close();
}

/** Returns the objects of the standing font. @param first the number of the first */
export const standingFontObjects = (first: number): NewObject[] => standingFont.write(first);
