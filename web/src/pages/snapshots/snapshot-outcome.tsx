import { Alert, Button, Stack, Text, VisuallyHidden } from '@mantine/core';
import { CircleAlert, OctagonX, RotateCcw } from 'lucide-react';
import { Panel } from '../../components/panel.tsx';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import { TaskProgressBar } from '../../snapshots/task-progress-bar.tsx';
import { CONCLUSIONS } from '../../verification/conclusions.ts';
import { VerificationResult } from '../../verification/verification-result.tsx';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotOutcomeProps {
  snapshot: Snapshot;
  permissions: readonly string[];
  changes: SnapshotChanges;
}

/** How the making of a snapshot goes on, why it failed, and what came of what was done with it. */
export function SnapshotOutcome({
  snapshot,
  permissions,
  changes: { task, download, verify },
}: SnapshotOutcomeProps) {
  const mayCreate = permissions.includes('snapshot.create');
  const refusal = task.error ?? download.error ?? verify.error;
  return (
    <>
      {refusal && (
        <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />}>
          {refusal.message}
        </Alert>
      )}
      <VisuallyHidden role="status">
        {verify.data && CONCLUSIONS[verify.data.conclusion].title}
      </VisuallyHidden>
      {verify.data && (
        <Panel title="Verification">
          <VerificationResult verification={verify.data} />
        </Panel>
      )}
      {snapshot.status === 'generating' && (
        <Panel title="The record is being made">
          <Stack align="flex-start">
            <TaskProgressBar snapshot={snapshot} />
            {mayCreate && (
              <Button
                variant="default"
                leftSection={<OctagonX size={16} aria-hidden />}
                loading={task.isPending}
                onClick={() => task.mutate('cancel')}
              >
                Cancel
              </Button>
            )}
          </Stack>
        </Panel>
      )}
      {snapshot.status === 'failed' && (
        <Alert color="red" icon={<CircleAlert aria-hidden />} title="There is no file of this snapshot">
          <Stack align="flex-start" gap="sm">
            <Text>{snapshot.error}</Text>
            {mayCreate && (
              <Button
                size="xs"
                variant="default"
                leftSection={<RotateCcw size={14} aria-hidden />}
                loading={task.isPending}
                onClick={() => task.mutate('retry')}
              >
                Try again, with the room as it was then
              </Button>
            )}
          </Stack>
        </Alert>
      )}
    </>
  );
}
