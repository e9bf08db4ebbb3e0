import { Alert, Button, Card, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { Redirect, useSearchParams } from 'wouter';
import { aboutQuery } from '../../access/about.ts';
import { api, bodyOf } from '../../api/api.ts';
import { OutcomeNotice } from '../../components/outcome-notice.tsx';
import { beginSession, useSession } from '../../session/session.ts';
import { Page } from '../../shell/page.tsx';
import { DemonstrationAccounts } from './demonstration-accounts.tsx';

interface Credentials {
  email: string;
  password: string;
}

export default function SignInPage() {
  const [search] = useSearchParams();
  const session = useSession();
  const demonstration = useQuery(aboutQuery).data?.demonstration;
  const form = useForm<Credentials>({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.trim() ? null : 'Enter your email address.'),
      password: (password) => (password ? null : 'Enter your password.'),
    },
  });
  const signIn = useMutation({
    mutationFn: (body: Credentials) => bodyOf(api.POST('/api/v1/auth/login', { body })),
    onSuccess: beginSession,
  });
  if (session) return <Redirect to={localPath(search.get('to'))} replace />;
  return (
    <Page title="Sign in" narrow>
      {search.get('after') === 'password-change' && (
        <OutcomeNotice text="Your password is changed. Sign in with the new one." />
      )}
      <Card withBorder padding="lg" bg="var(--surface)">
        <form noValidate onSubmit={form.onSubmit((credentials) => signIn.mutate(credentials))}>
          <Stack>
            {signIn.error && (
              <Alert
                role="alert"
                color="red"
                icon={<CircleAlert aria-hidden />}
                title="You are not signed in"
              >
                {signIn.error.message}
              </Alert>
            )}
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
      {demonstration && (
        <DemonstrationAccounts
          demonstration={demonstration}
          onChoose={(email) => {
            const password = demonstration.password ?? form.values.password;
            form.setValues({ email, password });
            form.clearErrors();
          }}
        />
      )}
    </Page>
  );
}

/** Where to go on: only ever an address of this application. */
const localPath = (wanted: string | null): string => (wanted && /^\/(?![/\\])/.test(wanted) ? wanted : '/');
