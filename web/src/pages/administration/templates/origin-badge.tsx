import { Package, PackageOpen, Pencil } from 'lucide-react';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { Template } from '../../../room/templates.ts';

const ORIGINS = {
  built_in: { icon: Package, text: 'Built in' },
  changed: { icon: PackageOpen, text: 'Built in, changed' },
  own: { icon: Pencil, text: 'Own' },
} as const;

/** Where a template comes from. */
export function OriginBadge({ origin }: Pick<Template, 'origin'>) {
  const { icon, text } = ORIGINS[origin];
  return (
    <StatusBadge tone="neutral" icon={icon}>
      {text}
    </StatusBadge>
  );
}
