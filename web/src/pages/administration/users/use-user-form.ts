import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, bodyOf } from '../../../api/api.ts';
import { fieldErrors } from '../../../api/api-problem.ts';
import { generatePassword } from './generated-password.ts';
import type { NewPassword } from './password-dialog.tsx';
import { changeUser, USERS, type User } from './user-list.ts';

type Fields = Pick<User, 'email' | 'name' | 'role'>;

const EMPTY: Fields = { email: '', name: '', role: 'viewer' };

export interface Saved {
  user: User;
  /** The password of a new account. */
  password: NewPassword | null;
}

interface UserFormOptions {
  /** The account to change; undefined for a new one. */
  user: User | undefined;
  opened: boolean;
  onSaved(saved: Saved): void;
}

/** The form for an account, and the request that it sends. The form starts again when its dialog opens. */
export function useUserForm({ user, opened, onSaved }: UserFormOptions) {
  const queries = useQueryClient();
  const form = useForm<Fields>({
    initialValues: EMPTY,
    validate: {
      email: (email) => (email.trim() ? null : 'Enter the email address.'),
      name: (name) => (name.trim() ? null : 'Enter the name.'),
    },
  });
  const save = useMutation({
    mutationFn: (fields: Fields) => (user ? change(user, fields) : create(fields)),
    onSuccess: async (saved) => {
      onSaved(saved);
      await queries.invalidateQueries({ queryKey: [USERS] });
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  const { setValues, clearErrors } = form;
  const { reset } = save;
  useEffect(() => {
    if (!opened) return;
    const { email, name, role } = user ?? EMPTY;
    setValues({ email, name, role });
    clearErrors();
    reset();
  }, [opened, user, setValues, clearErrors, reset]);
  return { form, save };
}

async function change({ id }: User, { name, role }: Fields): Promise<Saved> {
  return { user: await changeUser(id, { name, role }), password: null };
}

async function create(fields: Fields): Promise<Saved> {
  const password = generatePassword();
  const user = await bodyOf(api.POST('/api/v1/users', { body: { ...fields, password } }));
  return { user, password: { email: user.email, password } };
}
