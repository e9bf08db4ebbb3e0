import { Center, Stack, Text, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What the user can do next. */
  children: ReactNode;
  action?: ReactNode;
}

/** The text in place of an empty list or an empty search result. */
export const EmptyState = ({ icon: Icon, title, children, action }: EmptyStateProps) => (
  <Center mih={280}>
    <Stack align="center" gap="xs" maw={440} ta="center">
      <Icon size={36} strokeWidth={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={2}>{title}</Title>
      <Text c="dimmed">{children}</Text>
      {action}
    </Stack>
  </Center>
);
