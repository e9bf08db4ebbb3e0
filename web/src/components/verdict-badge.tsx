import { CircleCheck, CircleX, Hourglass, TriangleAlert } from 'lucide-react';
import { type Stage, stagePhrase } from './stage.ts';
import { StatusBadge } from './status-badge.tsx';

const OUTCOMES = {
  cleared: {
    tone: 'good',
    icon: CircleCheck,
    text: 'Cleared',
    textFor: (stage: string) => `Cleared for ${stage}`,
  },
  cleared_with_subjects: {
    tone: 'caution',
    icon: TriangleAlert,
    text: 'Cleared with subjects',
    textFor: (stage: string) => `Cleared for ${stage} with subjects`,
  },
  pending: {
    tone: 'waiting',
    icon: Hourglass,
    text: 'Pending',
    textFor: (stage: string) => `Clearance for ${stage} pending`,
  },
  not_cleared: {
    tone: 'bad',
    icon: CircleX,
    text: 'Not cleared',
    textFor: (stage: string) => `Not cleared for ${stage}`,
  },
} as const;

export interface Decided {
  outcome: keyof typeof OUTCOMES;
  /** The stage that the outcome is for. A record of before 0.3.0 has none. */
  stage?: Stage | undefined;
}

export const OUTCOME_OPTIONS = Object.entries(OUTCOMES).map(([value, { text }]) => ({
  value: value as keyof typeof OUTCOMES,
  label: text,
}));

/** Returns the words, the icon and the tone of a verdict, in the words of the trade: "Cleared for run-in". */
export function verdictWord({ outcome, stage }: Decided) {
  const { textFor, text, ...word } = OUTCOMES[outcome];
  return { ...word, text: stage === undefined ? text : textFor(stagePhrase(stage)) };
}

/** The outcome of a verdict. */
export function VerdictBadge(decided: Decided) {
  const { tone, icon, text } = verdictWord(decided);
  return (
    <StatusBadge tone={tone} icon={icon}>
      {text}
    </StatusBadge>
  );
}
