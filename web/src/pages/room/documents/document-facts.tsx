import { Group, Stack, Text } from '@mantine/core';
import { daysText, dayText } from '../../../components/day.ts';
import { Facts } from '../../../components/facts.tsx';
import { Name } from '../../../components/name.tsx';
import { Sentence } from '../../../components/sentence.tsx';
import { sentenceCase } from '../../../components/sentence-case.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { DocumentStatusBadge } from '../../../room/status-word-badge.tsx';
import { criticalityText } from '../../../room/status-words.ts';
import { DocumentExpiry } from './document-expiry.tsx';
import { DocumentFile } from './document-file.tsx';
import { EarlierVersions } from './earlier-versions.tsx';

/** The facts of a document. */
export function DocumentFacts({ room, document }: { room: Room; document: RoomDocument }) {
  const { reviewed_by, reviewed_at, uploaded_by, uploaded_at } = document;
  const findings = room.verdict.reasons.filter(({ document_id }) => document_id === document.id);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <DocumentStatusBadge status={document.status} />
        <Name>{document.vessel_name ?? 'The operation'}</Name>
      </Group>
      {findings.map(({ blocking, text }) => (
        <Text key={text} c={blocking ? 'var(--bad)' : 'var(--caution)'} fw={600}>
          {blocking ? 'Blocks: ' : 'Subject: '}
          <Sentence>{text}</Sentence>
        </Text>
      ))}
      <Facts
        facts={[
          { name: 'Criticality', value: criticalityText(document.criticality) },
          { name: 'Category', value: sentenceCase(document.category) },
          { name: 'Required', value: document.required ? 'Yes' : 'No' },
          { name: 'On the critical path', value: document.critical_path ? 'Yes' : 'No' },
          { name: 'Priority', value: sentenceCase(document.priority) },
          { name: 'Due by', value: sentenceCase(document.due_stage ?? 'every stage') },
          { name: 'Responsible', value: document.responsible_party ?? 'Everybody who may upload' },
          { name: 'Number', value: document.certificate_number },
          { name: 'Issuer', value: document.issuer },
          { name: 'Issued', value: <Issued document={document} /> },
          { name: 'Expiry', value: <DocumentExpiry document={document} /> },
          { name: 'Version', value: document.version === 0 ? 'No file yet' : document.version },
          { name: 'Reviewed', value: reviewed_at && <Action at={reviewed_at} by={reviewed_by} /> },
          { name: 'Uploaded', value: uploaded_at && <Action at={uploaded_at} by={uploaded_by} /> },
          { name: 'Notes', value: document.notes, isWide: true },
        ]}
      />
      <DocumentFile roomId={room.id} document={document} />
      {document.file_mismatch && (
        <Text c="var(--caution)" fw={600}>
          Mark on the file: {document.file_mismatch}
        </Text>
      )}
      <EarlierVersions versions={document.earlier_versions} />
    </Stack>
  );
}

/** The day of issue. How old the document may be decides what to do about it. */
const Issued = ({ document: { issued_on, max_age_days } }: { document: RoomDocument }) => (
  <>
    <Text span {...(issued_on === null && { c: 'dimmed' })}>
      {issued_on === null ? 'Not stated' : dayText(issued_on)}
    </Text>
    {max_age_days !== null && (
      <Text span size="xs" c="dimmed" display="block">
        At most {daysText(max_age_days)} old
      </Text>
    )}
  </>
);

const Action = ({ at, by }: { at: string; by: string | null }) => (
  <>
    <TimeStamp at={at} />
    {by && (
      <>
        , <Name>{by}</Name>
      </>
    )}
  </>
);
