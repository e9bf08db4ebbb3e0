import { fileTypeFromBuffer } from 'file-type';

/** In bytes. The beginning of a file tells its type. More of a hostile one would only cost time. */
export const FILE_BEGINNING_SIZE = 1024 * 1024;

const OFFICE = ['zip', 'cfb'];

/**
 * The types that a file with an ending may have, in the words of `file-type`. An office document is a container, and an
 * encrypted one is another. Plain text has no type.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  ...{ pdf: ['pdf'], png: ['png', 'apng'], gif: ['gif'], bmp: ['bmp'], webp: ['webp'], heic: ['heic'] },
  ...{ jpg: ['jpg'], jpeg: ['jpg'], jpe: ['jpg'], jfif: ['jpg'], tif: ['tif'], tiff: ['tif'] },
  ...{ docx: ['docx', ...OFFICE], xlsx: ['xlsx', ...OFFICE], pptx: ['pptx', ...OFFICE] },
  ...{ odt: ['odt', 'zip'], ods: ['ods', 'zip'], doc: ['cfb', 'rtf'], xls: ['cfb'], ppt: ['cfb'] },
  ...{ msg: ['cfb'], rtf: ['rtf'], zip: ['zip'], txt: [], csv: [], eml: [] },
};

/**
 * Returns a sentence for the reviewer if the content of a file is not what its name says. A name without an ending says
 * nothing, and an ending that is not listed says nothing about a content that nobody recognises.
 * @param beginning the first `FILE_BEGINNING_SIZE` bytes of the file
 */
export async function describeMismatch(name: string, beginning: Uint8Array): Promise<string | null> {
  const ending = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined) return null;
  const found = await recognise(beginning);
  const types = TYPES[ending];
  if (found === undefined) {
    return types === undefined || types.length === 0 ? null : `The content is no .${ending} file.`;
  }
  if ((types ?? [ending]).includes(found.ext)) return null;
  return `The name ends in .${ending}, but the content is ${found.mime}.`;
}

/** A file whose type cannot be read has none. */
const recognise = (beginning: Uint8Array) => fileTypeFromBuffer(beginning).catch(() => undefined);
