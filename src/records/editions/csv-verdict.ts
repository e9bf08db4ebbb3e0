import type { Verdict, VerdictReason } from '../../clearance/vocabulary/room-state.ts';
import type { CsvCell } from '../../platform/kernel/csv-text.ts';

/** A row for each reason. */
type VerdictRow = Record<'outcome' | keyof VerdictReason, CsvCell>;

/** The row of an outcome without reasons. It also names the columns. */
const NO_REASON: VerdictRow = {
  outcome: null,
  blocking: null,
  code: null,
  subject: null,
  text: null,
  document_id: null,
  approval_id: null,
};

export const VERDICT_COLUMNS = Object.keys(NO_REASON) as (keyof VerdictRow)[];

export const verdictRows = ({ outcome, reasons }: Verdict): VerdictRow[] =>
  reasons.length === 0 ? [{ ...NO_REASON, outcome }] : reasons.map((reason) => ({ outcome, ...reason }));
