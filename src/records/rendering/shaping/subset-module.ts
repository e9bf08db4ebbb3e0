import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

// The functions of hb-subset (HarfBuzz). The package has no binding for this module, so it is called as C.

/** As much of WebAssembly as is needed: the types of Node have none. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array): Promise<{ instance: { exports: unknown } }>;
};

/** A place in the memory of the module. */
export type Pointer = number;

interface SubsetModule {
  memory: { readonly buffer: ArrayBuffer };
  malloc(size: number): Pointer;
  free(place: Pointer): void;
  hb_blob_create(data: Pointer, length: number, mode: number, userData: Pointer, destroy: Pointer): Pointer;
  hb_blob_destroy(blob: Pointer): void;
  hb_blob_get_data(blob: Pointer, length: Pointer): Pointer;
  hb_blob_get_length(blob: Pointer): number;
  hb_face_create(blob: Pointer, index: number): Pointer;
  hb_face_destroy(face: Pointer): void;
  hb_face_reference_blob(face: Pointer): Pointer;
  hb_set_add(set: Pointer, value: number): void;
  hb_subset_input_create_or_fail(): Pointer;
  hb_subset_input_destroy(input: Pointer): void;
  hb_subset_input_glyph_set(input: Pointer): Pointer;
  hb_subset_input_set(input: Pointer, kind: number): Pointer;
  hb_subset_input_set_flags(input: Pointer, flags: number): void;
  hb_subset_preprocess(face: Pointer): Pointer;
  hb_subset_or_fail(face: Pointer, input: Pointer): Pointer;
  _initialize(): void;
}

async function load(): Promise<SubsetModule> {
  const path = fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'));
  const { instance } = await WebAssembly.instantiate(await readFile(path));
  const loaded = instance.exports as SubsetModule;
  loaded._initialize();
  return loaded;
}

export const subsetModule: SubsetModule = await load();
