import { subsetModule as hb, type Pointer } from './subset-module.ts';

/** HB_SUBSET_FLAGS: no instructions for screens, and no glyphs that are not asked for. */
const NO_HINTING = 0x001;
const NO_LAYOUT_CLOSURE = 0x200;
/** HB_SUBSET_SETS_DROP_TABLE_TAG */
const DROP_TABLE_TAG = 3;
/** HB_MEMORY_MODE_WRITABLE: the module owns the bytes. */
const WRITABLE = 2;
/** A PDF says itself what these tables say, or does not need it. */
const DROPPED = [
  'BASE',
  'GDEF',
  'GPOS',
  'GSUB',
  'OS/2',
  'STAT',
  'VORG',
  'cmap',
  'gasp',
  'name',
  'vhea',
  'vmtx',
];

/** A font file from which subsets are cut. */
export class SubsetSource {
  readonly #face: Pointer;

  /** @param file the bytes of a TrueType or OpenType font */
  constructor(file: Uint8Array) {
    const data = hb.malloc(file.length);
    new Uint8Array(hb.memory.buffer).set(file, data);
    const blob = hb.hb_blob_create(data, file.length, WRITABLE, 0, 0);
    const whole = hb.hb_face_create(blob, 0);
    // It computes once what every subset needs.
    this.#face = hb.hb_subset_preprocess(whole);
    hb.hb_face_destroy(whole);
    hb.hb_blob_destroy(blob);
  }

  /**
   * Returns a font file with these glyphs and those that they are composed of, in the order of their numbers.
   * @throws Error if the font is damaged
   */
  cut(glyphs: Iterable<number>): Buffer {
    const input = hb.hb_subset_input_create_or_fail();
    const wanted = hb.hb_subset_input_glyph_set(input);
    for (const glyph of glyphs) hb.hb_set_add(wanted, glyph);
    const dropped = hb.hb_subset_input_set(input, DROP_TABLE_TAG);
    for (const tag of DROPPED) hb.hb_set_add(dropped, Buffer.from(tag, 'latin1').readUInt32BE());
    hb.hb_subset_input_set_flags(input, NO_HINTING | NO_LAYOUT_CLOSURE);
    const face = hb.hb_subset_or_fail(this.#face, input);
    hb.hb_subset_input_destroy(input);
    if (face === 0) throw new Error('HarfBuzz could not cut a subset of the font.');
    const blob = hb.hb_face_reference_blob(face);
    const start = hb.hb_blob_get_data(blob, 0);
    const length = hb.hb_blob_get_length(blob);
    const bytes = Buffer.from(new Uint8Array(hb.memory.buffer, start, length));
    hb.hb_blob_destroy(blob);
    hb.hb_face_destroy(face);
    return bytes;
  }
}
