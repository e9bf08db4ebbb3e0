import { plainWord } from '../../clearance/vocabulary/plain-word.ts';
import type { Verdict, VerdictReason } from '../../clearance/vocabulary/room-state.ts';
import type {
  ApprovalStatus,
  Criticality,
  DocumentCategory,
  DocumentStatus,
  Outcome,
  Stage,
} from '../../clearance/vocabulary/room-words.ts';

/** The printed form of a status. Colour only repeats the symbol and the word. */
export interface Label {
  symbol: string;
  word: string;
  tone: 'good' | 'warn' | 'bad' | 'quiet';
}

const OUTCOMES: Record<Outcome, Label> = {
  cleared: { symbol: '✓', word: 'Cleared', tone: 'good' },
  cleared_with_subjects: { symbol: '●', word: 'Cleared with subjects', tone: 'warn' },
  not_cleared: { symbol: '✗', word: 'Not cleared', tone: 'bad' },
  pending: { symbol: '○', word: 'Pending', tone: 'quiet' },
};

const STATUSES: Record<DocumentStatus | ApprovalStatus, Label> = {
  approved: { symbol: '✓', word: 'Approved', tone: 'good' },
  missing: { symbol: '✗', word: 'Missing', tone: 'bad' },
  rejected: { symbol: '✗', word: 'Rejected', tone: 'bad' },
  expired: { symbol: '▲', word: 'Expired', tone: 'bad' },
  under_review: { symbol: '○', word: 'Under review', tone: 'warn' },
  pending: { symbol: '○', word: 'Pending', tone: 'warn' },
  waived: { symbol: '–', word: 'Waived', tone: 'quiet' },
  superseded: { symbol: '–', word: 'Superseded', tone: 'quiet' },
  not_applicable: { symbol: '–', word: 'Not applicable', tone: 'quiet' },
};

const REASONS: Record<VerdictReason['code'], Label> = {
  room_cancelled: { symbol: '✗', word: 'Cancelled', tone: 'bad' },
  vessels_incomplete: { symbol: '✗', word: 'Incomplete', tone: 'bad' },
  vessels_same_number: { symbol: '✗', word: 'Same ship', tone: 'bad' },
  vessels_same_part: { symbol: '✗', word: 'Same part', tone: 'bad' },
  vessels_incompatible: { symbol: '✗', word: 'Do not fit', tone: 'bad' },
  vessels_not_compared: { symbol: '●', word: 'Not compared', tone: 'warn' },
  vessel_number_doubtful: { symbol: '▲', word: 'IMO number', tone: 'warn' },
  document_missing: { symbol: '✗', word: 'Missing', tone: 'bad' },
  document_rejected: { symbol: '✗', word: 'Rejected', tone: 'bad' },
  document_expired: { symbol: '▲', word: 'Expired', tone: 'bad' },
  document_expires_during_operation: { symbol: '▲', word: 'Expires early', tone: 'bad' },
  document_file_missing: { symbol: '✗', word: 'No file', tone: 'bad' },
  document_vessel_not_stated: { symbol: '✗', word: 'Vessel not stated', tone: 'bad' },
  document_expiry_not_stated: { symbol: '✗', word: 'Expiry not stated', tone: 'bad' },
  document_issue_day_not_stated: { symbol: '✗', word: 'Issue not stated', tone: 'bad' },
  document_issue_day_impossible: { symbol: '✗', word: 'Issue impossible', tone: 'bad' },
  document_approved_by_uploader: { symbol: '●', word: 'Own approval', tone: 'warn' },
  approvals_missing: { symbol: '✗', word: 'Nobody asked', tone: 'bad' },
  approval_rejected: { symbol: '✗', word: 'Refused', tone: 'bad' },
  document_under_review: { symbol: '○', word: 'Under review', tone: 'warn' },
  approval_lapsed: { symbol: '○', word: 'Lapsed', tone: 'warn' },
  approval_basis_not_stated: { symbol: '○', word: 'Facts not stated', tone: 'warn' },
  approval_pending: { symbol: '○', word: 'Outstanding', tone: 'warn' },
  approval_subject_open: { symbol: '●', word: 'Subject', tone: 'warn' },
  exception: { symbol: '●', word: 'Exception', tone: 'warn' },
};

const CRITICALITIES: Record<Criticality, string> = { high: 'High', med: 'Medium', low: 'Low' };

const CATEGORIES: Record<DocumentCategory, string> = {
  technical: 'Technical',
  regulatory: 'Regulatory',
  commercial: 'Commercial',
  general: 'General',
};

const STAGES: Record<Stage, string> = {
  fixture: 'fixture',
  before_operation: 'the operation',
  run_in: 'run-in',
  cargo_transfer: 'cargo transfer',
  unmooring: 'unmooring',
};

const outcomeLabel = (outcome: Outcome): Label => OUTCOMES[outcome];

/** Returns the name of a stage inside a sentence. */
export const stageWord = (stage: Stage): string => STAGES[stage];

/** Returns the label of a verdict with its stage: "Cleared for run-in". A verdict of before 0.3.0 has no stage. */
export function verdictLabel({ outcome, stage }: Pick<Verdict, 'outcome' | 'stage'>): Label {
  const label = outcomeLabel(outcome);
  if (stage === undefined) return label;
  const [first, ...rest] = label.word.split(' with ');
  const word = [`${first} for ${stageWord(stage)}`, ...rest].join(' with ');
  return { ...label, word: outcome === 'pending' ? `Clearance for ${stageWord(stage)} pending` : word };
}

export const reasonLabel = (code: VerdictReason['code']): Label => REASONS[code];

// A stored state can contain words that no longer exist here. They are printed unchanged.

export const statusLabel = (status: DocumentStatus | ApprovalStatus): Label =>
  STATUSES[status] ?? { symbol: '–', word: readable(status), tone: 'quiet' };

export const criticalityWord = (criticality: Criticality): string =>
  CRITICALITIES[criticality] ?? readable(criticality);

export const categoryWord = (category: DocumentCategory): string =>
  CATEGORIES[category] ?? readable(category);

/** Formats a word for users: `on_hold` becomes `On hold`. */
export function readable(name: string): string {
  const words = plainWord(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
