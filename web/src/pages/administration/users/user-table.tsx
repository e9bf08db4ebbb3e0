import { useInfiniteQuery } from '@tanstack/react-query';
import { useSession } from '../../../session/session.ts';
import { PagedTable } from '../../../tables/paged-table.tsx';
import { type User, type UserFilter, userList } from './user-list.ts';
import { USER_COLUMNS, UserRow } from './user-row.tsx';

interface UserTableProps {
  filter: UserFilter;
  onEdit(user: User): void;
  onPassword(user: User): void;
  onActive(user: User): void;
}

/** The accounts that match a filter, with their actions. */
export function UserTable({ filter, onEdit, onPassword, onActive }: UserTableProps) {
  const own = useSession()?.email;
  const list = useInfiniteQuery(userList(filter));
  const rows = list.data?.pages.flatMap(({ items }) =>
    items.map((user) => (
      <UserRow
        key={user.id}
        user={user}
        isOwn={user.email === own}
        onEdit={() => onEdit(user)}
        onPassword={() => onPassword(user)}
        onActive={() => onActive(user)}
      />
    )),
  );
  return (
    <PagedTable
      what="accounts"
      columns={USER_COLUMNS}
      rows={rows}
      none="No account matches. Use fewer words, or choose another role or status."
      minWidth={920}
      list={list}
    />
  );
}
