import type { Verdict, VerdictReason } from '../../clearance/vocabulary/room-state.ts';

/** A status as it is printed: colour only repeats what symbol and word say. */
export interface Label {
  symbol: string;
  word: string;
  tone: 'good' | 'warn' | 'bad' | 'quiet';
}

const OUTCOMES: Record<Verdict['outcome'], Label> = {
  cleared: { symbol: '✓', word: 'Cleared', tone: 'good' },
  cleared_with_subjects: { symbol: '●', word: 'Cleared with subjects', tone: 'warn' },
  not_cleared: { symbol: '✗', word: 'Not cleared', tone: 'bad' },
  pending: { symbol: '○', word: 'Pending', tone: 'quiet' },
};

const STATUSES: Record<string, Label> = {
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
  document_missing: { symbol: '✗', word: 'Missing', tone: 'bad' },
  document_rejected: { symbol: '✗', word: 'Rejected', tone: 'bad' },
  document_expired: { symbol: '▲', word: 'Expired', tone: 'bad' },
  document_expires_during_operation: { symbol: '▲', word: 'Expires early', tone: 'bad' },
  approval_rejected: { symbol: '✗', word: 'Refused', tone: 'bad' },
  document_under_review: { symbol: '○', word: 'Under review', tone: 'warn' },
  approval_pending: { symbol: '○', word: 'Outstanding', tone: 'warn' },
};

const CRITICALITIES: Record<string, string> = { high: 'Critical', med: 'High', low: 'Medium' };

const CATEGORIES: Record<string, string> = {
  technical: 'Technical',
  regulatory: 'Regulatory',
  commercial: 'Commercial',
  general: 'General',
};

export const outcomeLabel = (outcome: Verdict['outcome']): Label => OUTCOMES[outcome];

export const reasonLabel = (code: VerdictReason['code']): Label => REASONS[code];

/** What is not in the words of the trade is printed as it came. */
export const statusLabel = (status: string): Label =>
  STATUSES[status] ?? { symbol: '–', word: readable(status), tone: 'quiet' };

export const criticalityWord = (criticality: string): string =>
  CRITICALITIES[criticality] ?? readable(criticality);

export const categoryWord = (category: string): string => CATEGORIES[category] ?? readable(category);

/** The categories in the order of the report; others follow as they came. */
export const CATEGORY_ORDER: readonly string[] = Object.keys(CATEGORIES);

/** `on_hold` → `On hold`. */
export function readable(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
