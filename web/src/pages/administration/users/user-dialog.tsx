import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, bodyOf } from '../../../api/api.ts';
import { ApiProblem } from '../../../api/api-problem.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { generatePassword } from './generated-password.ts';
import type { NewPassword } from './password-dialog.tsx';
import { ROLE_OPTIONS } from './role-options.ts';
import { changeUser, USERS, type User } from './user-list.ts';

type Fields = Pick<User, 'email' | 'name' | 'role'>;

const NOBODY: Fields = { email: '', name: '', role: 'viewer' };

interface UserDialogProps {
  /** The account to change; a new one without. */
  user: User | undefined;
  opened: boolean;
  onClose(): void;
  /** With the password of a new account. */
  onDone(user: User, made: NewPassword | null): void;
}

interface Saved {
  saved: User;
  /** Of a new account. */
  made: NewPassword | null;
}

/** Asks for what an account is made of. */
export function UserDialog({ user, opened, onClose, onDone }: UserDialogProps) {
  const queries = useQueryClient();
  const form = useForm<Fields>({
    initialValues: NOBODY,
    validate: {
      email: (email) => (email.trim() ? null : 'Enter the email address.'),
      name: (name) => (name.trim() ? null : 'Enter the name.'),
    },
  });
  const save = useMutation({
    mutationFn: (fields: Fields) => (user ? change(user, fields) : create(fields)),
    onSuccess: async ({ saved, made }) => {
      onClose();
      onDone(saved, made);
      await queries.invalidateQueries({ queryKey: [USERS] });
    },
    onError: (error) => error instanceof ApiProblem && form.setErrors(error.fields),
  });
  const { setValues, clearErrors } = form;
  const { reset } = save;
  useEffect(() => {
    if (!opened) return;
    const { email, name, role } = user ?? NOBODY;
    setValues({ email, name, role });
    clearErrors();
    reset();
  }, [opened, user, setValues, clearErrors, reset]);
  return (
    <FormDialog
      title={user ? `Change ${user.email}` : 'New account'}
      opened={opened}
      onClose={onClose}
      onSubmit={form.onSubmit((fields) => save.mutate(fields))}
      submit={user ? 'Save' : 'Create the account'}
      isPending={save.isPending}
      problem={save.error}
    >
      <TextInput
        label="Email"
        type="email"
        autoComplete="off"
        disabled={user !== undefined}
        data-autofocus={user === undefined || undefined}
        {...form.getInputProps('email')}
      />
      <TextInput
        label="Name"
        autoComplete="off"
        data-autofocus={user !== undefined || undefined}
        {...form.getInputProps('name')}
      />
      <Select
        label="Role"
        description="Of the account. In a room, the role as a party there counts; administrators may do everything everywhere."
        data={ROLE_OPTIONS}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
    </FormDialog>
  );
}

async function change({ id }: User, { name, role }: Fields): Promise<Saved> {
  return { saved: await changeUser(id, { name, role }), made: null };
}

async function create(fields: Fields): Promise<Saved> {
  const password = generatePassword();
  const saved = await bodyOf(api.POST('/api/v1/users', { body: { ...fields, password } }));
  return { saved, made: { email: saved.email, password } };
}
