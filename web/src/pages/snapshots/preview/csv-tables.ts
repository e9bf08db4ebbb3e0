import { strFromU8, unzipSync } from 'fflate';
import { parse } from 'papaparse';

export interface CsvTable {
  /** As in "documents". */
  name: string;
  fields: string[];
  /** The first ones. */
  rows: string[][];
  rowCount: number;
}

const TABLE = /^(.+)\.csv$/;
const MAX_ROWS = 10;

/** The tables of a CSV record, which is a zip of them, each with its first rows. @throws Error if it is no zip */
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
