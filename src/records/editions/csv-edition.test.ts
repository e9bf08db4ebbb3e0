import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { exampleContent } from '../../../test/support/example-content.ts';
import { renderCsvEdition } from './csv-edition.ts';

describe('a CSV edition', () => {
  const content = exampleContent(12, 20);
  const files = unzipSync(renderCsvEdition(content));
  const lines = (name: string): string[] =>
    Buffer.from(files[name] ?? [])
      .toString()
      .split('\r\n');

  test('has one complete file for each table', () => {
    expect(Object.keys(files)).toEqual([
      'room.csv',
      'verdict.csv',
      'parties.csv',
      'vessels.csv',
      'documents.csv',
      'approvals.csv',
      'activity.csv',
    ]);
    expect(lines('activity.csv')).toHaveLength(1 + 20 + 1);
    expect(lines('documents.csv')).toHaveLength(1 + 12 + 1);
    expect(lines('parties.csv')[0]).toBe('\ufeffid,role,name,email,company');
    expect(lines('parties.csv').join()).toContain('李伟');
  });

  test('leaves out what was not chosen', () => {
    const { activity: _, approvals: __, ...chosen } = content;
    const names = Object.keys(unzipSync(renderCsvEdition(chosen)));
    expect(names).toEqual(['room.csv', 'verdict.csv', 'parties.csv', 'vessels.csv', 'documents.csv']);
  });

  test('has a verdict without any reason', () => {
    const cleared = { ...content, verdict: { outcome: 'cleared' as const, reasons: [] } };
    const verdict = Buffer.from(unzipSync(renderCsvEdition(cleared))['verdict.csv'] ?? []);
    expect(verdict.toString().split('\r\n')[1]).toBe('cleared,,,,,,');
  });

  test('gives equal bytes for equal content', () => {
    expect(renderCsvEdition(structuredClone(content))).toEqual(renderCsvEdition(content));
  });
});
