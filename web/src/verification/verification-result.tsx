import { Anchor, Code, List, Stack, Text, Title } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { Link } from 'wouter';
import { type Fact, Facts } from '../components/facts.tsx';
import { fileSizeText } from '../components/file-size.ts';
import { Name } from '../components/name.tsx';
import { TimeStamp } from '../components/time-stamp.tsx';
import { CONCLUSIONS } from './conclusions.ts';
import classes from './verification-result.module.css';
import type { Verification } from './verify-file.ts';

/** The result of a verification: conclusion, advice, facts about the file, and the findings of each check. */
export function VerificationResult({ verification }: { verification: Verification }) {
  const { tone, icon: Icon, title, meaning, advice } = CONCLUSIONS[verification.conclusion];
  return (
    <Stack gap="sm">
      <div className={classes.conclusion} data-tone={tone}>
        <Icon size={32} aria-hidden className={classes.icon} />
        <div>
          <Title order={3}>{title}</Title>
          <Text>{meaning}</Text>
          {verification.authentic && verification.record_status === 'deleted' && (
            <Text>The snapshot was deleted later. This copy remains authentic.</Text>
          )}
        </div>
      </div>
      {advice && (
        <Text>
          <strong>What to do:</strong> {advice}
        </Text>
      )}
      <Facts facts={factsOf(verification)} />
      <div>
        <Title order={4}>What was checked</Title>
        <List listStyleType="none" spacing={4} mt={4} className={classes.findings}>
          {verification.findings.map((finding) => (
            <Finding key={finding.code} {...finding} />
          ))}
        </List>
      </div>
    </Stack>
  );
}

const Finding = ({ ok, text }: Verification['findings'][number]) => (
  <List.Item
    data-ok={ok}
    icon={
      ok ? (
        <Check size={18} aria-label="Passed:" role="img" />
      ) : (
        <X size={18} aria-label="Failed:" role="img" />
      )
    }
  >
    {text}
  </List.Item>
);

function factsOf({ details, snapshot_id, sealed_at, type, file_size, file_sha256 }: Verification): Fact[] {
  const room = details && (
    <Anchor component={Link} href={`/rooms/${details.room_id}`}>
      <Name>{details.room_title}</Name>
    </Anchor>
  );
  const facts: Fact[] = [
    { name: 'Title', value: details?.title },
    { name: 'Room', value: room },
    { name: 'Revision of the room', value: details?.revision },
    { name: 'Taken by', value: details?.created_by_name },
    { name: 'Taken', value: details && <TimeStamp at={details.created_at} withLocal /> },
    { name: 'Sealed', value: sealed_at && <TimeStamp at={sealed_at} withLocal /> },
    { name: 'File', value: `${type ? type.toUpperCase() : 'Unknown type'}, ${fileSizeText(file_size)}` },
    { name: 'Snapshot id', value: snapshot_id && <Code>{snapshot_id}</Code> },
    { name: 'State hash', value: details && <Code>{details.state_hash}</Code> },
    { name: 'SHA-256 of the file', value: <Code>{file_sha256}</Code> },
  ];
  // The server leaves out the facts that the user may not see and those that the file does not contain.
  return facts.filter(({ value }) => value !== null && value !== undefined);
}
