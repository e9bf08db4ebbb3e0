import { CircleCheck, CircleX, Hourglass, TriangleAlert } from 'lucide-react';
import { StatusBadge } from './status-badge.tsx';

const OUTCOMES = {
  cleared: { tone: 'good', icon: CircleCheck, text: 'Cleared' },
  cleared_with_subjects: { tone: 'caution', icon: TriangleAlert, text: 'Cleared with subjects' },
  pending: { tone: 'waiting', icon: Hourglass, text: 'Pending' },
  not_cleared: { tone: 'bad', icon: CircleX, text: 'Not cleared' },
} as const;

export const OUTCOME_OPTIONS = Object.entries(OUTCOMES).map(([value, { text }]) => ({
  value: value as keyof typeof OUTCOMES,
  label: text,
}));

/** The outcome of a verdict. */
export function VerdictBadge({ outcome }: { outcome: keyof typeof OUTCOMES }) {
  const { tone, icon, text } = OUTCOMES[outcome];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {text}
    </StatusBadge>
  );
}
