import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX, FileDown, ShieldCheck } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { saveBlob } from '../../../api/save-file.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Verification } from './audit-trail.ts';
import classes from './chain-check.module.css';

/** Checks the chain of the audit log, and saves a signed checkpoint. */
export function ChainCheck() {
  const check = useMutation({
    mutationFn: (all: boolean) =>
      bodyOf(api.GET('/api/v1/audit/verification', { params: { query: { all } } })),
  });
  const checkpoint = useMutation({
    mutationFn: () => bodyOf(api.GET('/api/v1/audit/checkpoint')),
    onSuccess: (taken) => {
      const [number = ''] = taken.audit_head.split(':');
      const text = `${JSON.stringify(taken, null, 2)}\n`;
      saveBlob(new Blob([text], { type: 'application/json' }), `roomshot-checkpoint-${number}.json`);
    },
  });
  const error = check.error ?? checkpoint.error;
  return (
    <Panel title="Proof">
      <Text size="sm" c="dimmed" mb="sm" maw={760}>
        Each entry contains the hash of the one before. The check finds the first entry that was changed,
        removed or added since the last check, or among all entries. A signed checkpoint also reveals a log
        that was truncated or rewritten. Compare the log with it:{' '}
        <Code>roomshot audit verify --checkpoint FILE</Code>
      </Text>
      <Group gap="sm">
        <Button
          leftSection={<ShieldCheck size={18} aria-hidden />}
          loading={check.isPending}
          onClick={() => check.mutate(false)}
        >
          Check the chain
        </Button>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate(true)}>
          Check all entries
        </Button>
        <Button
          variant="default"
          leftSection={<FileDown size={18} aria-hidden />}
          loading={checkpoint.isPending}
          onClick={() => checkpoint.mutate()}
        >
          Save a signed checkpoint
        </Button>
      </Group>
      {error && <ProblemState title="This was not done" error={error} />}
      <div role="status">
        {check.data && <Finding verification={check.data} />}
        {checkpoint.data && (
          <Text size="sm" mt="sm">
            The checkpoint covers the first {checkpoint.data.audit_head.split(':')[0]} entries. Keep the file
            where the operators of this server cannot change it.
          </Text>
        )}
      </div>
    </Panel>
  );
}

const Finding = ({
  verification: { intact, entries, head, broken_at, reason, read_after, continues_at, all_read_at },
}: {
  verification: Verification;
}) =>
  intact ? (
    <Alert
      color="green"
      styles={{ title: { color: 'var(--good)' } }}
      mt="sm"
      icon={<CircleCheck aria-hidden />}
      title="The audit log is intact"
    >
      {continues_at === null || all_read_at === null ? (
        <>All {entries} entries are unchanged. </>
      ) : (
        <>
          {entries - read_after} of {entries} entries are new since the check of{' '}
          <TimeStamp at={continues_at} /> and unchanged. All entries were last read on{' '}
          <TimeStamp at={all_read_at} />.{' '}
        </>
      )}
      Head: <code className={classes.head}>{head}</code>
    </Alert>
  ) : (
    <Alert
      color="red"
      mt="sm"
      icon={<CircleX aria-hidden />}
      title={`The audit log is broken at entry ${broken_at}`}
    >
      {reason} Number of unchanged entries before it: {entries}. Do not change the data. Compare them with a
      backup and with earlier checkpoints.
    </Alert>
  );
