import { Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Check, ChevronDown, KeyRound, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { Link } from 'wouter';
import { api } from '../api/api.ts';
import { sentenceCase } from '../components/sentence-case.ts';
import { endSession, type Session } from '../session/session.ts';
import classes from './app-shell.module.css';

const SCHEMES = [
  { value: 'auto', text: 'Like the system', icon: Monitor },
  { value: 'light', text: 'Light', icon: Sun },
  { value: 'dark', text: 'Dark', icon: Moon },
] as const;

/** Ends the session in this browser even if the request fails. The token then expires after some hours. */
async function signOut(): Promise<void> {
  await api.POST('/api/v1/auth/logout').catch(() => undefined);
  endSession();
}

/** The menu of the user: account, appearance, and sign-out. */
export function UserMenu({ session: { name, email, role } }: { session: Session }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <span className={classes.personName}>{name}</span>
          <Text span size="xs" c="#a8d9dd">
            {sentenceCase(role)}
          </Text>
          <ChevronDown size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          <br />
          {email}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {SCHEMES.map(({ value, text, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === value && <Check size={16} aria-hidden />}
            onClick={() => setColorScheme(value)}
          >
            {text}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} href="/account" leftSection={<KeyRound size={16} aria-hidden />}>
          Change password
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
