import { expect, test } from 'vitest';
import { exampleContent } from '../../../test/support/example-content.ts';
import { hasPdfTools, pdfText } from '../../../test/support/pdf-tools.ts';
import { ReportCompiler } from '../rendering/typesetting/report-compiler.ts';
import { actorText, saidText } from './activity-text.ts';

const ACTOR = 'seller@example.com';
const EVENT = { actor: ACTOR, action: 'document_approved', summary: 'Approved: Q88.' };
const MESSAGE = { actor: ACTOR, action: 'message_sent', summary: 'Approved:\n Q88.' };

test('a message is named as one, and an event is not', () => {
  expect([actorText(EVENT), saidText(EVENT)]).toEqual([ACTOR, 'Approved: Q88.']);
  expect([actorText(MESSAGE), saidText(MESSAGE)]).toEqual([`Message of ${ACTOR}`, '“Approved: Q88.”']);
});

test.skipIf(!hasPdfTools('pdftotext'))('a message in a report cannot be taken for an event', () => {
  const content = exampleContent(1, 1);
  const at = '2026-11-23T12:00:00.000Z';
  const entry = (own: typeof EVENT, id: string) => ({ ...own, id, at });
  content.activity = [entry(EVENT, 'one'), entry(MESSAGE, 'two'), entry(EVENT, 'three')];
  const text = pdfText(new ReportCompiler().report(content)).replace(/\s+/g, ' ');
  expect(text.match(/Approved: Q88\./g)).toHaveLength(3);
  expect(text.match(/Message of seller@example\.com/g)).toHaveLength(1);
});
