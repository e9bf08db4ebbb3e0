import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readCsvTables } from './csv-tables.ts';

test('each table of the zip comes with its first rows, and the seal is no table', () => {
  const rows = Array.from({ length: 25 }, (_, index) => `${index},"a ""b"",\r\nc"`);
  const zip = zipSync({
    'room.csv': strToU8('\uFEFFid,title\r\n1,"Aurora, Полярис"\r\n'),
    'documents.csv': strToU8(`\uFEFFid,notes\r\n${rows.join('\r\n')}\r\n`),
    'seal.json': strToU8('{}'),
  });
  const [room, documents, ...others] = readCsvTables(zip);
  expect(others).toEqual([]);
  expect(room).toEqual({
    name: 'room',
    fields: ['id', 'title'],
    rows: [['1', 'Aurora, Полярис']],
    rowCount: 1,
  });
  expect(documents?.rowCount).toBe(25);
  expect(documents?.rows).toHaveLength(10);
  expect(documents?.rows[0]).toEqual(['0', 'a "b",\r\nc']);
});

test('what is no zip is an error, not an empty list', () => {
  expect(() => readCsvTables(strToU8('not a zip'))).toThrow();
});
