import { Box, Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { isolated } from '../components/sentence.tsx';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** The links above the title to the pages that contain this one. */
  trail?: ReactNode;
  /** The actions beside the title. */
  actions?: ReactNode;
  /** For pages with little content, such as a form. */
  narrow?: boolean;
  children: ReactNode;
}

let isFirstPage = true;

/** The frame of every page. It sets the title of the tab, and moves the focus to the heading after a navigation. */
export function Page({ title, trail, actions, narrow = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${isolated(title)} · Roomshot`;
  }, [title]);
  useEffect(() => {
    // The browser places the focus on the first page. A field with autofocus keeps the focus.
    const inPage = heading.current?.closest('main')?.contains(document.activeElement);
    if (!isFirstPage && !inPage) heading.current?.focus();
    isFirstPage = false;
  }, []);
  return (
    <Box className={classes.page} data-narrow={narrow || undefined}>
      <Stack gap="lg">
        <Group justify="space-between" align="flex-end" gap="md">
          <div>
            {trail}
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
          </div>
          {actions}
        </Group>
        {children}
      </Stack>
    </Box>
  );
}
