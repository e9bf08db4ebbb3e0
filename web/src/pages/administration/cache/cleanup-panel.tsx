import { Alert, Button, Group, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fileSizeText } from '../../../components/file-size.ts';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { CACHE, type CleanupReport, cleanUp } from './cache-queries.ts';
import { ClockNotice } from './clock-notice.tsx';

/** What each step of the clean-up removes. */
const STEPS: Record<string, string> = {
  expired_snapshots: 'Snapshots older than the retention period of their room',
  finished_tasks: 'Old finished tasks, without their snapshots',
  expired_sessions: 'Expired sessions',
  idempotency_keys: 'Idempotency keys older than a day',
  old_metrics: 'Metrics older than their retention period',
  blob_holds: 'Locks of interrupted backups',
  unused_editions: 'Editions that no snapshot needs, above the limits of the cache',
  orphaned_files: 'Unreferenced files',
  unfinished_files: 'Partially written files',
  unfinished_backups: 'Temporary files of interrupted backups',
  damaged_files: 'Quarantined damaged files',
  expired_login_counters: 'Counters of old login attempts',
};

/** Runs the clean-up on demand. It shows first what the clean-up would remove. */
export function CleanupPanel({ onConfirmClock }: { onConfirmClock(): void }) {
  const queries = useQueryClient();
  const [plan, setPlan] = useState<CleanupReport | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const preview = useMutation({ mutationFn: () => cleanUp(true), onSuccess: setPlan });
  const remove = useMutation({
    mutationFn: (confirmedFiles: number) => cleanUp(false, confirmedFiles),
    onSuccess: async (done) => {
      setPlan(done.held_back.length > 0 ? done : null);
      setOutcome(`Removed items: ${done.items}. Freed space: ${fileSizeText(done.bytes)}.`);
      await queries.invalidateQueries({ queryKey: [CACHE] });
    },
  });
  const error = preview.error ?? remove.error;
  return (
    <Panel title="Clean-up">
      <ClockNotice onConfirm={onConfirmClock} />
      <Text size="sm" c="dimmed" mb="sm" maw={760}>
        The server removes unneeded data every night. You can run the clean-up now. Look first at what it
        would remove.
      </Text>
      <Group gap="sm">
        <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
          Show what would be removed
        </Button>
        {plan && plan.items > 0 && (
          <Button color="red.8" loading={remove.isPending} onClick={() => remove.mutate(0)}>
            Remove it now
          </Button>
        )}
      </Group>
      {error && <ProblemState title="This was not done" error={error} />}
      <div role="status">{plan && <Plan report={plan} />}</div>
      {plan && plan.held_back.length > 0 && (
        <HeldBack report={plan} isRemoving={remove.isPending} onConfirm={(files) => remove.mutate(files)} />
      )}
      <OutcomeNotice text={outcome} />
    </Panel>
  );
}

interface HeldBackProps {
  report: CleanupReport;
  isRemoving: boolean;
  onConfirm: (files: number) => void;
}

/** Asks about files that the server removes only if a person confirms their number. */
function HeldBack({ report: { held_back }, isRemoving, onConfirm }: HeldBackProps) {
  return (
    <Alert color="red" mt="sm" title="Files are held back">
      {held_back.map(({ name, items, bytes, of }) => (
        <Text key={name} size="sm">
          {STEPS[name] ?? name}: {items} of {of}, {fileSizeText(bytes)}.
        </Text>
      ))}
      <Text size="sm" my="sm">
        These are more than half of all files, or none is needed. The server may use the wrong database, or a
        disk may be missing. Check that you see all rooms and their snapshots before you confirm.
      </Text>
      <Button
        color="red.8"
        loading={isRemoving}
        onClick={() => onConfirm(Math.max(...held_back.map(({ items }) => items)))}
      >
        Remove the held-back files too
      </Button>
    </Alert>
  );
}

function Plan({ report: { items, bytes, steps } }: { report: CleanupReport }) {
  if (items === 0) return <Text mt="sm">There is nothing to remove.</Text>;
  return (
    <Table fz="sm" mt="sm" verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Data to remove</Table.Th>
          <Table.Th ta="right">Number</Table.Th>
          <Table.Th ta="right">Size</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {steps
          .filter((step) => step.items > 0)
          .map((step) => (
            <Table.Tr key={step.name}>
              <Table.Td>{STEPS[step.name] ?? step.name}</Table.Td>
              <Table.Td ta="right">{step.items}</Table.Td>
              <Table.Td ta="right">{step.bytes > 0 ? fileSizeText(step.bytes) : '–'}</Table.Td>
            </Table.Tr>
          ))}
        <Table.Tr fw={600}>
          <Table.Td>Total</Table.Td>
          <Table.Td ta="right">{items}</Table.Td>
          <Table.Td ta="right">{bytes > 0 ? fileSizeText(bytes) : '–'}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}
