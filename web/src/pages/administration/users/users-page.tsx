import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { useQuestion } from '../../../components/question.ts';
import { Section } from '../../../shell/section.tsx';
import { type NewPassword, PasswordDialog } from './password-dialog.tsx';
import type { Saved } from './use-user-form.ts';
import { UserDialog } from './user-dialog.tsx';
import { UserFilters } from './user-filters.tsx';
import { USERS, type User, type UserFilter } from './user-list.ts';
import { activation, passwordReset } from './user-questions.ts';
import { UserTable } from './user-table.tsx';

/** The accounts of the server. */
export default function UsersPage() {
  const [filter, setFilter] = useState<UserFilter>({});
  const [isEditing, editor] = useDisclosure();
  const [edited, setEdited] = useState<User>();
  const [newPassword, setNewPassword] = useState<NewPassword | null>(null);
  const { outcome, say, ask, dialog } = useQuestion(USERS);
  const edit = (user?: User) => {
    setEdited(user);
    editor.open();
  };
  const showSaved = ({ user: { email }, password }: Saved) => {
    setNewPassword(password);
    say(`${email} ${password ? 'can sign in now' : 'was changed'}.`);
  };
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
      <UserTable
        filter={filter}
        onEdit={edit}
        onPassword={(user) => ask(passwordReset(user, setNewPassword))}
        onActive={(user) => ask(activation(user))}
      />
      <UserDialog user={edited} opened={isEditing} onClose={editor.close} onSaved={showSaved} />
      <ConfirmDialog {...dialog} />
      <PasswordDialog created={newPassword} onClose={() => setNewPassword(null)} />
    </Section>
  );
}
