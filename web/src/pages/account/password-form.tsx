import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { ProblemState } from '../../components/problem-state.tsx';
import { usePasswordChange } from './use-password-change.ts';

/** The form that changes the password. @param email the account, for password managers */
export function PasswordForm({ email }: { email: string | undefined }) {
  const { form, change } = usePasswordChange();
  return (
    <form noValidate onSubmit={form.onSubmit((passwords) => change.mutate(passwords))}>
      <Stack>
        {change.error && <ProblemState title="The password was not changed" error={change.error} />}
        <Text size="sm" c="dimmed">
          This ends all your sessions, including this one. Sign in again with the new password.
        </Text>
        <TextInput label="Account" autoComplete="username" value={email} readOnly />
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
  );
}
