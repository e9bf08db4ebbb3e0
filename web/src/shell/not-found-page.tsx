import { Anchor } from '@mantine/core';
import { Compass } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../components/empty-state.tsx';
import { Page } from './page.tsx';

export default function NotFoundPage() {
  return (
    <Page title="Page not found">
      <EmptyState icon={Compass} title="There is no page at this address">
        Check the address, or go to{' '}
        <Anchor component={Link} href="/">
          the rooms
        </Anchor>
        .
      </EmptyState>
    </Page>
  );
}
