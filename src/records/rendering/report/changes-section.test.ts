import { describe, expect, test } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import { hasPdfTools, pdfText } from '../../../../test/support/pdf-tools.ts';
import type { DocumentState } from '../../../clearance/vocabulary/room-state.ts';
import { compareStates } from '../../difference/state-difference.ts';
import type { EditionContent } from '../../editions/edition-content.ts';
import { ReportCompiler } from '../typesetting/report-compiler.ts';

const compiler = new ReportCompiler();
const since = {
  snapshot_id: '3f2c8a1e-0000-4000-8000-000000000001',
  taken_at: '2026-11-20T08:00:11.000Z',
  revision: 12,
  state_hash: '0'.repeat(64),
};

/** The text of a report that is compared with the same room before every document changed. */
function reportText(change: (document: DocumentState) => Partial<DocumentState>, documents = 12): string {
  const before = exampleContent(documents, 20);
  const after: EditionContent = {
    ...before,
    documents: (before.documents ?? []).map((document) => ({ ...document, ...change(document) })),
  };
  const changes = { since, ...compareStates(before, after) };
  return pdfText(compiler.report({ ...after, changes }));
}

describe.skipIf(!hasPdfTools('pdftotext'))('the changes in a report', () => {
  test('say since when, and are not there unless they were asked for', () => {
    const sentence =
      'Since snapshot 3f2c8a1e-0000-4000-8000-000000000001, taken 2026-11-20 08:00:11 UTC at revision 12 of the room.';
    const text = reportText(() => ({ status: 'waived' }));
    expect(text).toContain(sentence);
    expect(text).toContain('1 Changes');
    expect(pdfText(compiler.report(exampleContent(12, 20)))).not.toMatch(/Changes|Since snapshot/);
  });

  test('say when nothing has changed', () => {
    expect(reportText(() => ({}))).toContain('Nothing has changed in what both snapshots show.');
  });

  test('hold a note of many pages whole', () => {
    const words = Array.from({ length: 1500 }, (_, index) => `λέξη${index}`);
    const [section = ''] = reportText((document) =>
      document.id.endsWith('00000000001') ? { notes: words.join(' ') } : {},
    ).split('2 Operation');
    const flat = section.replace(/\s+/g, '');
    for (const word of words) expect(flat).toContain(word);
  });

  test('name each of many documents', () => {
    const text = reportText(() => ({ priority: 'urgent', expires_on: '2031-01-01' }), 400);
    expect(text.match(/^→ Changed/gm)).toHaveLength(400);
  });
});
