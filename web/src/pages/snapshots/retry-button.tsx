import { Button } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface RetryButtonProps {
  task: SnapshotChanges['task'];
  text: string;
}

/** A button that retries the task of a failed snapshot. */
export const RetryButton = ({ task, text }: RetryButtonProps) => (
  <Button
    size="xs"
    variant="default"
    leftSection={<RotateCcw size={14} aria-hidden />}
    loading={task.isPending}
    onClick={() => task.mutate('retry')}
  >
    {text}
  </Button>
);
