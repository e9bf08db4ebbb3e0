import { Box, Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Stands above the title: where this page belongs. */
  trail?: ReactNode;
  /** Stands beside the title: what can be done here. */
  actions?: ReactNode;
  /** For pages that hold little, such as a form. */
  narrow?: boolean;
  children: ReactNode;
}

let isFirstPage = true;

/** The frame of every page: it names the tab, and takes the focus to its heading when one arrives by a link. */
export function Page({ title, trail, actions, narrow = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Roomshot`;
  }, [title]);
  useEffect(() => {
    // The browser itself places the focus of the first page; a field that asks for it keeps it.
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
