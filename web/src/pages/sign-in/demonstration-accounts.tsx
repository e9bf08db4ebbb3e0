import { Code, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import type { About } from '../../access/about.ts';
import { sentenceCase } from '../../components/sentence-case.ts';
import classes from './demonstration-accounts.module.css';

interface DemonstrationAccountsProps {
  demonstration: NonNullable<About['demonstration']>;
  onChoose(email: string): void;
}

/** The accounts of a demonstration, one for each role. */
export const DemonstrationAccounts = ({
  demonstration: { accounts, password },
  onChoose,
}: DemonstrationAccountsProps) => (
  <Stack gap="xs" component="section" aria-labelledby="demonstration">
    <Title order={2} id="demonstration">
      Demonstration accounts
    </Title>
    <Text c="dimmed">
      {password === null ? (
        <>
          Choose an account, then enter the password that the server printed at its first start. If you have
          lost the password, stop the server and run <Code>npm run -s roomshot -- user password EMAIL</Code>.
        </>
      ) : (
        'Choose an account to fill in the form. The server generated the password at its start and shows it only on this machine.'
      )}
    </Text>
    <ul className={classes.accounts}>
      {accounts.map(({ email, name, role }) => (
        <li key={email}>
          <UnstyledButton className={classes.account} onClick={() => onChoose(email)}>
            <span className={classes.role}>{sentenceCase(role)}</span>
            <span className={classes.name}>{name}</span>
            <span className={classes.email}>{email}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  </Stack>
);
