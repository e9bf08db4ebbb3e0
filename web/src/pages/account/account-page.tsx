import { Button, Card, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../../api/api.ts';
import { ProblemState } from '../../components/problem-state.tsx';
import { endSession, useSession } from '../../session/session.ts';
import { Page } from '../../shell/page.tsx';

/** Where to sign in anew, and why. */
const PASSWORD_CHANGED = '/sign-in?after=password-change';

interface Passwords {
  current: string;
  next: string;
  again: string;
}

/** One's own account: for now, its password. */
export default function AccountPage() {
  const session = useSession();
  const [, navigate] = useLocation();
  const form = useForm<Passwords>({
    initialValues: { current: '', next: '', again: '' },
    validate: {
      current: (current) => (current ? null : 'Enter the password that you have now.'),
      next: (next) => (next ? null : 'Enter a new password.'),
      again: (again, { next }) => (again === next ? null : 'This is not the same as the new password.'),
    },
  });
  const change = useMutation({
    mutationFn: ({ current, next }: Passwords) =>
      api.POST('/api/v1/auth/password', { body: { current_password: current, new_password: next } }),
    // The server has ended every session, this one too.
    onSuccess: () => {
      navigate(PASSWORD_CHANGED, { replace: true });
      endSession();
    },
  });
  return (
    <Page title="Change password" narrow>
      <Card withBorder padding="lg" bg="var(--surface)">
        <form noValidate onSubmit={form.onSubmit((passwords) => change.mutate(passwords))}>
          <Stack>
            {change.error && <ProblemState title="The password was not changed" error={change.error} />}
            <Text size="sm" c="dimmed">
              You are signed out everywhere, here too, and sign in again with the new password.
            </Text>
            <TextInput label="Account" autoComplete="username" value={session?.email} readOnly />
            <PasswordInput
              label="Current password"
              autoComplete="current-password"
              {...form.getInputProps('current')}
            />
            <PasswordInput
              label="New password"
              description="A few words that do not belong together are easy to remember and hard to guess."
              autoComplete="new-password"
              {...form.getInputProps('next')}
            />
            <PasswordInput
              label="New password again"
              autoComplete="new-password"
              {...form.getInputProps('again')}
            />
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </Stack>
        </form>
      </Card>
    </Page>
  );
}
