import { Code, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import type { About } from '../../access/about.ts';
import classes from './demonstration-accounts.module.css';

interface DemonstrationAccountsProps {
  demonstration: NonNullable<About['demonstration']>;
  onChoose(email: string): void;
}

/** The accounts that a demonstration can be looked at with, one for each role. */
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
          Choose one, then enter the password that the server printed at its first start. If it is lost, stop
          the server and run <Code>npm run -s roomshot -- user password EMAIL</Code>.
        </>
      ) : (
        'Choose one to fill in the form. The password was made by this start and is offered on this machine only.'
      )}
    </Text>
    <ul className={classes.accounts}>
      {accounts.map(({ email, name, role }) => (
        <li key={email}>
          <UnstyledButton className={classes.account} onClick={() => onChoose(email)}>
            <span className={classes.role}>{role}</span>
            <span className={classes.name}>{name}</span>
            <span className={classes.email}>{email}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  </Stack>
);
