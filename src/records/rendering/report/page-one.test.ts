import { describe, expect, test } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import type { Verdict, VerdictReason } from '../../../clearance/vocabulary/room-state.ts';
import { createTextSetter } from '../fonts/printable-text.ts';
import { pageOne } from './page-one.ts';

const content = exampleContent(12, 0);
const setter = createTextSetter();

const reason = (subject: string, over: Partial<VerdictReason> = {}): VerdictReason => ({
  ...{ blocking: true, code: 'document_missing', subject, text: `${subject}: missing.` },
  ...{ document_id: null, approval_id: null },
  ...over,
});

const later = { ...reason('STS checklist 5'), due_stage: 'unmooring' as const };

const pageOneWith = (verdict: Partial<Verdict>) =>
  pageOne({ ...content, verdict: { ...content.verdict, due_later: [later], ...verdict } }, 'a4', [], setter);

describe('what is due later', () => {
  test('stands below what blocks the operation, if there is room', () => {
    const { dueLater, reasons } = pageOneWith({ reasons: [reason('Q88')] });
    expect(dueLater?.table.rows).toHaveLength(1);
    expect(reasons.blocking).toMatchObject({ more: 0, table: { rows: [{ subject: 'Q88' }] } });
  });

  test('takes no room from what blocks the operation', () => {
    const many = Array.from({ length: 40 }, (_, n) => reason(`Certificate ${n}`));
    const { dueLater, reasons } = pageOneWith({ reasons: many });
    expect(dueLater).toBeNull();
    expect(reasons.blocking.more).toBeGreaterThan(0);
    expect(reasons.blocking.table.rows).toHaveLength(40 - reasons.blocking.more);
  });
});

test('an exception says who decided it, when, and why, as it was stated', () => {
  const subject = 'The stage run-in was entered by override with 1 blocking finding';
  const text = `${subject}, decided by Ingrid on 2026-11-27: Both Masters agreed.`;
  const { reasons } = pageOneWith({
    reasons: [reason(subject, { blocking: false, code: 'exception', text })],
  });
  const details = reasons.subjects.table.rows.map(({ detail }) => detail.replaceAll('\n', ' '));
  expect(details).toEqual(['Decided by Ingrid on 2026-11-27: Both Masters agreed.']);
});
