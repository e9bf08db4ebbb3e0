import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { useQuestion } from '../../../components/question.ts';
import { useSession } from '../../../session/session.ts';
import { Section } from '../../../shell/section.tsx';
import { PagedTable } from '../../../tables/paged-table.tsx';
import { type NewPassword, PasswordDialog } from './password-dialog.tsx';
import { UserDialog } from './user-dialog.tsx';
import { UserFilters } from './user-filters.tsx';
import { USERS, type User, type UserFilter, userList } from './user-list.ts';
import { activation, passwordReset } from './user-questions.ts';
import { USER_COLUMNS, UserRow } from './user-row.tsx';

/** The accounts, and who may come in. */
export default function UsersPage() {
  const [filter, setFilter] = useState<UserFilter>({});
  const [isEditing, editor] = useDisclosure();
  const [edited, setEdited] = useState<User>();
  const [made, setMade] = useState<NewPassword | null>(null);
  const { outcome, say, ask, dialog } = useQuestion(USERS);
  const own = useSession()?.email;
  const list = useInfiniteQuery(userList(filter));
  const edit = (user?: User) => {
    setEdited(user);
    editor.open();
  };
  const rows = list.data?.pages.flatMap(({ items }) =>
    items.map((user) => (
      <UserRow
        key={user.id}
        user={user}
        isOwn={user.email === own}
        onEdit={() => edit(user)}
        onPassword={() => ask(passwordReset(user, setMade))}
        onActive={() => ask(activation(user))}
      />
    )),
  );
  const create = (
    <Button leftSection={<UserPlus size={18} aria-hidden />} onClick={() => edit()}>
      New account
    </Button>
  );
  return (
    <Section title="Users" actions={create}>
      <UserFilters
        filter={filter}
        onChange={(changed) => setFilter((before) => ({ ...before, ...changed }))}
      />
      <OutcomeNotice text={outcome} />
      <PagedTable
        what="accounts"
        columns={USER_COLUMNS}
        rows={rows}
        none="No account fits. Search for less, or choose another role or status."
        minWidth={920}
        list={list}
      />
      <UserDialog
        user={edited}
        opened={isEditing}
        onClose={editor.close}
        onDone={(user, password) => {
          setMade(password);
          say(`${user.email} ${password ? 'can sign in now' : 'was changed'}.`);
        }}
      />
      <ConfirmDialog {...dialog} />
      <PasswordDialog made={made} onClose={() => setMade(null)} />
    </Section>
  );
}
