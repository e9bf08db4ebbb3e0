import type { LucideIcon } from 'lucide-react';
import classes from './status-badge.module.css';

export type Tone = 'good' | 'caution' | 'bad' | 'waiting' | 'neutral';

interface StatusBadgeProps {
  tone: Tone;
  icon: LucideIcon;
  children: string;
}

/** A state in words, with an icon and a colour that say the same. */
export const StatusBadge = ({ tone, icon: Icon, children }: StatusBadgeProps) => (
  <span className={classes.badge} data-tone={tone}>
    <Icon size={15} strokeWidth={2.25} aria-hidden />
    {children}
  </span>
);
