import { STAMP_SIZE } from '../design/stamp-box.ts';
import { createTextSetter } from '../fonts/printable-text.ts';
import { type StampContent, writeStamp } from './stamp-content.ts';
import { prepareStamp, type Stamp } from './stamp-data.ts';

/** A stamp as a form of a PDF (ISO 32000-1, 8.10). */
interface DrawnStamp extends StampContent {
  size: { width: number; height: number };
}

const setter = createTextSetter();

/** Draws a stamp. @param accent the colour of the reports, `#rrggbb` */
export const drawStamp = (stamp: Stamp, accent: string): DrawnStamp => ({
  ...writeStamp(prepareStamp(stamp, setter), accent),
  size: STAMP_SIZE,
});
