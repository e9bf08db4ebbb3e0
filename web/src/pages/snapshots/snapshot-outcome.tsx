import { Alert, Button, Stack, Text, VisuallyHidden } from '@mantine/core';
import { CircleAlert, OctagonX } from 'lucide-react';
import { Panel } from '../../components/panel.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import { TaskProgressBar } from '../../snapshots/task-progress-bar.tsx';
import { CONCLUSIONS } from '../../verification/conclusions.ts';
import { VerificationResult } from '../../verification/verification-result.tsx';
import type { Verification } from '../../verification/verify-file.ts';
import { RetryButton } from './retry-button.tsx';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotOutcomeProps {
  snapshot: Snapshot;
  permissions: readonly string[];
  changes: SnapshotChanges;
}

/** The progress of a snapshot, the reason of its failure, and the results of the user's actions. */
export function SnapshotOutcome({ snapshot, permissions, changes }: SnapshotOutcomeProps) {
  const { task, download, verify } = changes;
  const mayCreate = permissions.includes('snapshot.create');
  const problem = task.error ?? download.error ?? verify.error;
  return (
    <>
      {problem && <ProblemState title="This was not done" error={problem} />}
      <Verified verification={verify.data} />
      {snapshot.status === 'generating' && <Generating {...{ snapshot, mayCreate, task }} />}
      {snapshot.status === 'failed' && <Failed {...{ snapshot, mayCreate, task }} />}
    </>
  );
}

const Verified = ({ verification }: { verification: Verification | undefined }) => (
  <>
    <VisuallyHidden role="status">
      {verification && CONCLUSIONS[verification.conclusion].title}
    </VisuallyHidden>
    {verification && (
      <Panel title="Verification">
        <VerificationResult verification={verification} />
      </Panel>
    )}
  </>
);

interface UnfinishedProps {
  snapshot: Snapshot;
  mayCreate: boolean;
  task: SnapshotChanges['task'];
}

const Generating = ({ snapshot, mayCreate, task }: UnfinishedProps) => (
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
);

const Failed = ({ snapshot, mayCreate, task }: UnfinishedProps) => (
  <Alert color="red" icon={<CircleAlert aria-hidden />} title="This snapshot has no file">
    <Stack align="flex-start" gap="sm">
      <Text>{snapshot.error}</Text>
      {mayCreate && <RetryButton task={task} text="Retry with the same state of the room" />}
    </Stack>
  </Alert>
);
