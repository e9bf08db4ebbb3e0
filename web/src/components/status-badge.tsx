import type { LucideIcon } from 'lucide-react';
import classes from './status-badge.module.css';

export type Tone = 'good' | 'caution' | 'bad' | 'waiting' | 'neutral';

interface StatusBadgeProps {
  tone: Tone;
  icon: LucideIcon;
  children: string;
}

/** A status as text. The icon and the colour repeat it. */
export const StatusBadge = ({ tone, icon: Icon, children }: StatusBadgeProps) => (
  <span className={classes.badge} data-tone={tone}>
    <Icon size={15} strokeWidth={2.25} aria-hidden />
    {children}
  </span>
);
