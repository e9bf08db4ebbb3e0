import { Button, Card, PasswordInput, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.ts';
import { ProblemState } from '../../components/problem-state.tsx';
import { beginSession } from '../../session/session.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** The form that begins a session. */
export function SignInForm({ form }: { form: UseFormReturnType<Credentials> }) {
  const signIn = useMutation({
    mutationFn: (body: Credentials) => bodyOf(api.POST('/api/v1/auth/login', { body })),
    onSuccess: beginSession,
  });
  return (
    <Card withBorder padding="lg" bg="var(--surface)">
      <form noValidate onSubmit={form.onSubmit((credentials) => signIn.mutate(credentials))}>
        <Stack>
          {signIn.error && <ProblemState title="You are not signed in" error={signIn.error} />}
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
