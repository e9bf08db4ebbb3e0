import { describe, expect } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import { checkPdf, hasPdfTools, pdfTextAsRead, runPdfTool } from '../../../../test/support/pdf-tools.ts';
import { test } from '../../../../test/support/render-test.ts';

const LIMITS = { timeoutMs: 60_000 };

describe.skipIf(!hasPdfTools('qpdf', 'pdftotext'))('text from right to left', () => {
  const LINE = 'رست السفينة خارج ميناء الفجيرة';
  const content = structuredClone(exampleContent(1, 2));
  content.room.description = `${LINE}\nMoored`;
  Object.assign(content.documents?.[0] ?? {}, { file_name: 'شهادة', file_size: 12_300, notes: LINE });
  Object.assign(content.approvals?.[0] ?? {}, { note: LINE });
  Object.assign(content.activity?.[0] ?? {}, { summary: 'Received: Q88, نجمة الخليج (شهادة 2026.pdf).' });
  Object.assign(content.activity?.[1] ?? {}, { action: 'message_sent', summary: LINE });
  /** Without the marks of direction that pdftotext adds and that we print. */
  const unmarked = (text: string): string => text.replace(/[\u200e\u202a-\u202c]/g, '');

  test('reorders nothing around it', async ({ pool }) => {
    const pdf = await pool.renderReport(content, LIMITS);
    const read = unmarked(pdfTextAsRead(pdf));
    expect(read).toContain('File شهادة · 12,300 bytes');
    expect(read).toContain('Received: Q88, نجمة الخليج (شهادة 2026.pdf).');
    expect(read.split(LINE)).toHaveLength(5);
    expect(checkPdf(pdf)).toContain('No syntax');
  });

  test('begins at the right if a person wrote it', async ({ pool }) => {
    const boxes = runPdfTool('pdftotext', await pool.renderReport(content, LIMITS), [
      '-bbox',
      '{pdf}',
      '-',
    ]).stdout;
    const ends = (word: string) =>
      [...boxes.matchAll(new RegExp(`xMax="([\\d.]+)"[^>]*>${word}<`, 'g'))].map(([, x]) =>
        Math.round(Number(x)),
      );
    // The first word, as it stands on the page: the right edges of the description, of the columns of documents, parties and what happened.
    expect(ends('تسر').toSorted((a, b) => a - b)).toEqual([207, 299, 540, 544]);
    expect(ends('Moored').every((x) => x < 100)).toBe(true);
  });
});
