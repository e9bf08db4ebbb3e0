import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from 'lucide-react';
import { StatusBadge, type Tone } from '../../../components/status-badge.tsx';
import type { Compatibility } from '../../../room/room-queries.ts';

type Judged = Exclude<Compatibility['facts'][number]['judgement'], 'not_judged'>;

const WORDS: Record<Judged, { tone: Tone; icon: LucideIcon; text: string }> = {
  within_limit: { tone: 'good', icon: CircleCheck, text: 'Within' },
  outside_limit: { tone: 'bad', icon: CircleX, text: 'Outside' },
  not_stated: { tone: 'neutral', icon: CircleDashed, text: 'Not stated' },
};

export const JudgementBadge = ({ judgement }: { judgement: Judged }) => {
  const { tone, icon, text } = WORDS[judgement];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {text}
    </StatusBadge>
  );
};
