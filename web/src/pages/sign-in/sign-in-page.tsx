import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { Redirect, useSearchParams } from 'wouter';
import { aboutQuery } from '../../access/about.ts';
import { OutcomeNotice } from '../../components/outcome-notice.tsx';
import { useSession } from '../../session/session.ts';
import { Page } from '../../shell/page.tsx';
import { DemonstrationAccounts } from './demonstration-accounts.tsx';
import { localPath } from './local-path.ts';
import { type Credentials, SignInForm } from './sign-in-form.tsx';

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
  if (session) return <Redirect to={localPath(search.get('to'), location.origin)} replace />;
  return (
    <Page title="Sign in" narrow>
      {search.get('after') === 'password-change' && (
        <OutcomeNotice text="Your password is changed. Sign in with the new one." />
      )}
      <SignInForm form={form} />
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
