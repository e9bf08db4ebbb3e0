import { Button, Group, Table } from '@mantine/core';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { User } from './user-list.ts';

interface UserRowProps {
  user: User;
  /** One's own account is changed elsewhere. */
  isOwn: boolean;
  onEdit(): void;
  onPassword(): void;
  onActive(): void;
}

export const UserRow = ({ user, isOwn, onEdit, onPassword, onActive }: UserRowProps) => (
  <Table.Tr>
    <Table.Td fw={600}>{user.email}</Table.Td>
    <Table.Td>{user.name}</Table.Td>
    <Table.Td tt="capitalize">{user.role}</Table.Td>
    <Table.Td>
      {user.active ? (
        <StatusBadge tone="good" icon={CircleCheck}>
          Active
        </StatusBadge>
      ) : (
        <StatusBadge tone="neutral" icon={CircleSlash}>
          Deactivated
        </StatusBadge>
      )}
    </Table.Td>
    <Table.Td>
      <TimeStamp at={user.created_at} />
    </Table.Td>
    <Table.Td>
      <Group gap={4} wrap="nowrap">
        <Action text="Change" of={user} onClick={onEdit} />
        {!isOwn && <Action text="New password" of={user} onClick={onPassword} />}
        {!isOwn && <Action text={user.active ? 'Deactivate' : 'Activate'} of={user} onClick={onActive} />}
      </Group>
    </Table.Td>
  </Table.Tr>
);

const Action = ({ text, of, onClick }: { text: string; of: User; onClick(): void }) => (
  <Button size="compact-sm" variant="default" aria-label={`${text}: ${of.email}`} onClick={onClick}>
    {text}
  </Button>
);
