import { Button, Group, Text } from '@mantine/core';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { sentenceCase } from '../../../components/sentence-case.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { visibleName } from '../../../components/visible-name.ts';
import { type ListColumn, ListRow } from '../../../tables/list-table.tsx';
import type { User } from './user-list.ts';

interface UserRowProps {
  user: User;
  /** Whether this is the account of the user, who cannot deactivate it or reset its password here. */
  isOwn: boolean;
  onEdit(): void;
  onPassword(): void;
  onActive(): void;
}

export const USER_COLUMNS: readonly ListColumn[] = [
  { name: 'Email' },
  { name: 'Name' },
  { name: 'Role' },
  { name: 'Status' },
  { name: 'Created' },
  { name: 'Actions' },
];

export const UserRow = ({ user, isOwn, onEdit, onPassword, onActive }: UserRowProps) => (
  <ListRow
    columns={USER_COLUMNS}
    cells={[
      <strong key="email">{user.email}</strong>,
      visibleName(user.name),
      <Text key="role" span inherit>
        {sentenceCase(user.role)}
      </Text>,
      <ActiveBadge key="status" isActive={user.active} />,
      <TimeStamp key="created" at={user.created_at} />,
      <Group key="actions" gap={4} wrap="nowrap">
        <Action text="Change" of={user} onClick={onEdit} />
        {!isOwn && <Action text="New password" of={user} onClick={onPassword} />}
        {!isOwn && <Action text={user.active ? 'Deactivate' : 'Activate'} of={user} onClick={onActive} />}
      </Group>,
    ]}
  />
);

const ActiveBadge = ({ isActive }: { isActive: boolean }) =>
  isActive ? (
    <StatusBadge tone="good" icon={CircleCheck}>
      Active
    </StatusBadge>
  ) : (
    <StatusBadge tone="neutral" icon={CircleSlash}>
      Deactivated
    </StatusBadge>
  );

const Action = ({ text, of, onClick }: { text: string; of: User; onClick(): void }) => (
  <Button size="compact-sm" variant="default" aria-label={`${text}: ${of.email}`} onClick={onClick}>
    {text}
  </Button>
);
