import { Group, Stack, Text } from '@mantine/core';
import { Facts } from '../../../components/facts.tsx';
import { Name } from '../../../components/name.tsx';
import { Sentence } from '../../../components/sentence.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { sentenceCase } from '../../../room/sentence-case.ts';
import { DocumentStatusBadge } from '../../../room/status-word-badge.tsx';
import { criticalityText } from '../../../room/status-words.ts';
import { DocumentExpiry } from './document-expiry.tsx';
import { DocumentFile } from './document-file.tsx';

/** The facts of a document. */
export function DocumentFacts({ room, document }: { room: Room; document: RoomDocument }) {
  const { reviewed_by, reviewed_at, uploaded_by, uploaded_at } = document;
  const finding = room.verdict.reasons.find(({ document_id }) => document_id === document.id);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <DocumentStatusBadge status={document.status} />
        <Name>{document.vessel_name ?? 'The operation'}</Name>
      </Group>
      {finding && (
        <Text c={finding.blocking ? 'var(--bad)' : 'var(--caution)'} fw={600}>
          {finding.blocking ? 'Blocks: ' : 'Subject: '}
          <Sentence>{finding.text}</Sentence>
        </Text>
      )}
      <Facts
        facts={[
          { name: 'Criticality', value: criticalityText(document.criticality) },
          { name: 'Category', value: sentenceCase(document.category) },
          { name: 'Required', value: document.required ? 'Yes' : 'No' },
          { name: 'On the critical path', value: document.critical_path ? 'Yes' : 'No' },
          { name: 'Priority', value: sentenceCase(document.priority) },
          { name: 'Expiry', value: <DocumentExpiry document={document} room={room} /> },
          { name: 'Reviewed', value: reviewed_at && <Action at={reviewed_at} by={reviewed_by} /> },
          { name: 'Uploaded', value: uploaded_at && <Action at={uploaded_at} by={uploaded_by} /> },
          { name: 'Notes', value: document.notes, isWide: true },
        ]}
      />
      <DocumentFile roomId={room.id} document={document} />
    </Stack>
  );
}

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
