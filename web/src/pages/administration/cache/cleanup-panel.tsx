import { Button, Group, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fileSizeText } from '../../../components/file-size.ts';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { CACHE, type CleanupReport, cleanUp } from './cache-queries.ts';

/** What each step removes, in words. */
const STEPS: Record<string, string> = {
  expired_snapshots: 'Snapshots older than the policy of their room',
  finished_tasks: 'Tasks that ended long ago; their snapshots stay',
  expired_sessions: 'Sessions that have expired',
  idempotency_keys: 'Idempotency keys older than a day',
  old_metrics: 'Metrics older than their retention',
  blob_holds: 'Holds of backups that did not end',
  unused_editions: 'Editions that no snapshot stands on, beyond the limits of the cache',
  orphaned_files: 'Files that nothing refers to',
  unfinished_files: 'Files whose writing stopped',
  unfinished_backups: 'What backups that did not end left behind',
  damaged_files: 'Damaged files that were put aside',
};

/** Cleans up now instead of at night; what would go is shown first. */
export function CleanupPanel() {
  const queries = useQueryClient();
  const [plan, setPlan] = useState<CleanupReport | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const look = useMutation({ mutationFn: () => cleanUp(true), onSuccess: setPlan });
  const remove = useMutation({
    mutationFn: () => cleanUp(false),
    onSuccess: async (done) => {
      setPlan(null);
      setOutcome(`Removed: ${done.items}. ${fileSizeText(done.bytes)} came free.`);
      await queries.invalidateQueries({ queryKey: [CACHE] });
    },
  });
  const error = look.error ?? remove.error;
  return (
    <Panel title="Clean-up">
      <Text size="sm" c="dimmed" mb="sm" maw={760}>
        Every night the server removes what nobody needs any more. You can do it now; nothing goes before you
        have seen what would.
      </Text>
      <Group gap="sm">
        <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          Show what would go
        </Button>
        {plan && plan.items > 0 && (
          <Button color="red.8" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove it now
          </Button>
        )}
      </Group>
      {error && <ProblemState title="This was not done" error={error} />}
      <div role="status">{plan && <Plan report={plan} />}</div>
      <OutcomeNotice text={outcome} />
    </Panel>
  );
}

function Plan({ report: { items, bytes, steps } }: { report: CleanupReport }) {
  if (items === 0) return <Text mt="sm">Nothing would go: all is clean.</Text>;
  return (
    <Table fz="sm" mt="sm" verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What would go</Table.Th>
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
          <Table.Td>All</Table.Td>
          <Table.Td ta="right">{items}</Table.Td>
          <Table.Td ta="right">{bytes > 0 ? fileSizeText(bytes) : '–'}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}
