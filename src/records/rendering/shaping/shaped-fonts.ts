import { FACES } from '../fonts/font-faces.ts';
import { ShapedFont } from './shaped-font.ts';

const loaded = new Map<string, ShapedFont>();

/** Returns the regular font of a family. Its file is read when a text first needs it. */
export function shapedFont(family: string): ShapedFont {
  const known = loaded.get(family);
  if (known) return known;
  const face = FACES.find((one) => one.family === family && one.weight === 'regular');
  if (face === undefined) throw new Error(`There is no font ${family}.`);
  const font = new ShapedFont(face);
  loaded.set(family, font);
  return font;
}
