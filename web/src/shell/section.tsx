import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Page } from './page.tsx';
import classes from './section.module.css';

const SECTIONS = [
  { path: '/admin', title: 'Metrics' },
  { path: '/admin/tasks', title: 'Tasks' },
  { path: '/admin/cache', title: 'Cache' },
  { path: '/admin/users', title: 'Users' },
  { path: '/admin/templates', title: 'Templates' },
  { path: '/admin/document-types', title: 'Document types' },
  { path: '/admin/audit', title: 'Audit log' },
  { path: '/admin/settings', title: 'Settings' },
] as const;

interface SectionProps {
  title: (typeof SECTIONS)[number]['title'];
  /** The heading of a page below the section. */
  heading?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of each page of the administration, with links to the others. */
export function Section({ title, heading = title, actions, children }: SectionProps) {
  return (
    <Page title={heading} trail={<Text c="dimmed">Administration</Text>} actions={actions}>
      <nav className={classes.sections} aria-label="Administration">
        {SECTIONS.map((section) => (
          <Link
            key={section.path}
            href={section.path}
            className={classes.section}
            aria-current={section.title === title ? (heading === title ? 'page' : 'true') : undefined}
          >
            {section.title}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}
