import { Card } from '@mantine/core';
import { useSession } from '../../session/session.ts';
import { Page } from '../../shell/page.tsx';
import { PasswordForm } from './password-form.tsx';

/** The account of the user. The page changes its password. */
export default function AccountPage() {
  const session = useSession();
  return (
    <Page title="Change password" narrow>
      <Card withBorder padding="lg" bg="var(--surface)">
        <PasswordForm email={session?.email} />
      </Card>
    </Page>
  );
}
