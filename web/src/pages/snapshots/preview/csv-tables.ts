import { strFromU8, unzipSync } from 'fflate';
import { parse } from 'papaparse';

export interface CsvTable {
  /** The name without its extension, such as "documents". */
  name: string;
  fields: string[];
  /** The first rows. */
  rows: string[][];
  rowCount: number;
}

const TABLE = /^(.+)\.csv$/;
const MAX_ROWS = 10;

/** Reads the first rows of each table of a CSV record. @param bytes a zip file @throws Error if they are no zip file */
export function readCsvTables(bytes: Uint8Array): CsvTable[] {
  return Object.entries(unzipSync(bytes, { filter: ({ name }) => TABLE.test(name) })).map(
    ([file, content]) => {
      const { data } = parse<string[]>(strFromU8(content).replace(/^\uFEFF/, ''), { skipEmptyLines: true });
      const [fields = [], ...rows] = data;
      return {
        name: file.replace(TABLE, '$1'),
        fields,
        rows: rows.slice(0, MAX_ROWS),
        rowCount: rows.length,
      };
    },
  );
}
