import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../../api/api.ts';
import { endSession } from '../../session/session.ts';

/** The address of the sign-in page with the reason of the new sign-in. */
const PASSWORD_CHANGED = '/sign-in?after=password-change';

interface Passwords {
  current: string;
  next: string;
  again: string;
}

/** The form that changes the password of the user, and the request that it sends. */
export function usePasswordChange() {
  const [, navigate] = useLocation();
  const form = useForm<Passwords>({
    initialValues: { current: '', next: '', again: '' },
    validate: {
      current: (current) => (current ? null : 'Enter your current password.'),
      next: (next) => (next ? null : 'Enter a new password.'),
      again: (again, { next }) => (again === next ? null : 'This is not the same as the new password.'),
    },
  });
  const change = useMutation({
    mutationFn: ({ current, next }: Passwords) =>
      api.POST('/api/v1/auth/password', { body: { current_password: current, new_password: next } }),
    // The server has ended all sessions of the user, including this one.
    onSuccess: () => {
      navigate(PASSWORD_CHANGED, { replace: true });
      endSession();
    },
  });
  return { form, change };
}
