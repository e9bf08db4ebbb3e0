import { Anchor, Text } from '@mantine/core';
import { Paperclip } from 'lucide-react';
import { Link } from 'wouter';
import { Name } from '../../../components/name.tsx';
import { sentenceCase } from '../../../components/sentence-case.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { visibleName } from '../../../components/visible-name.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { DocumentStatusBadge } from '../../../room/status-word-badge.tsx';
import { criticalityText } from '../../../room/status-words.ts';
import { type Column, VirtualTable } from '../../../tables/virtual-table.tsx';
import { DocumentExpiry } from './document-expiry.tsx';

const COLUMNS: readonly Column[] = [
  { name: 'Document', width: '23%' },
  { name: 'Status', width: '14%' },
  { name: 'Criticality', width: '10%' },
  { name: 'Due by', width: '10%' },
  { name: 'Expiry', width: '12%' },
  { name: 'Who and when', width: '20%' },
  { name: 'File', width: '11%' },
];
const ESTIMATED_HEIGHT = 64;

interface DocumentTableProps {
  documents: readonly RoomDocument[];
  /** Returns the address of a document. */
  addressOf(document: RoomDocument): string;
}

/** The documents as a table. */
export const DocumentTable = ({ documents, addressOf }: DocumentTableProps) => (
  <VirtualTable
    label="Documents"
    columns={COLUMNS}
    rows={documents}
    keyOf={({ id }) => id}
    estimatedHeight={ESTIMATED_HEIGHT}
    cells={(document) => [
      <DocumentName key="name" document={document} address={addressOf(document)} />,
      <DocumentStatusBadge key="status" status={document.status} />,
      <Criticality key="criticality" document={document} />,
      <DueStage key="due" document={document} />,
      <DocumentExpiry key="expiry" document={document} />,
      <LastAction key="action" document={document} />,
      document.file_name && <FileName key="file" document={document} name={document.file_name} />,
    ]}
  />
);

const DocumentName = ({ document, address }: { document: RoomDocument; address: string }) => (
  <>
    <Anchor component={Link} href={address} fw={600}>
      <Name>{document.type_name}</Name>
    </Anchor>
    {document.certificate_number && (
      <Text span display="block" size="xs" c="dimmed">
        No. {document.certificate_number}
      </Text>
    )}
    {document.vessel_name && (
      <Text span display="block" size="sm">
        <Name>{document.vessel_name}</Name>
      </Text>
    )}
    {document.notes && (
      <Text span display="block" size="xs" c="dimmed" lineClamp={2} dir="auto" ta="start">
        {document.notes}
      </Text>
    )}
  </>
);

const Criticality = ({ document }: { document: RoomDocument }) => (
  <>
    {criticalityText(document.criticality)}
    <Text span display="block" size="xs" c="dimmed">
      {[document.required && 'required', document.critical_path && 'critical path']
        .filter(Boolean)
        .join(', ')}
    </Text>
  </>
);

const DueStage = ({ document: { due_stage, category } }: { document: RoomDocument }) => (
  <>
    {sentenceCase(due_stage ?? 'every stage')}
    <Text span display="block" size="xs" c="dimmed">
      {sentenceCase(category)}
    </Text>
  </>
);

/** The user and the time of the review, or of the upload if there was no review. */
function LastAction({ document }: { document: RoomDocument }) {
  const { reviewed_by, reviewed_at, uploaded_by, uploaded_at } = document;
  const [who, when, action] = reviewed_at
    ? [reviewed_by, reviewed_at, 'Reviewed']
    : [uploaded_by, uploaded_at, 'Uploaded'];
  if (!when) return null;
  return (
    <Text span size="xs" display="block">
      {action} <TimeStamp at={when} />
      <br />
      {who && <EmailAddress address={who} />}
    </Text>
  );
}

/** An email address that can wrap before its domain. */
const EmailAddress = ({ address }: { address: string }) => (
  <>
    {address.split('@')[0]}
    <wbr />
    {address.slice(address.indexOf('@'))}
  </>
);

const FileName = ({ document, name }: { document: RoomDocument; name: string }) => (
  <>
    <Text span size="xs" dir="auto">
      <Paperclip size={13} aria-hidden /> {visibleName(name)}
    </Text>
    {document.version > 1 && (
      <Text span size="xs" c="dimmed" display="block">
        Version {document.version}
      </Text>
    )}
    {document.file_mismatch && (
      <Text span size="xs" c="var(--caution)" display="block">
        {document.file_mismatch}
      </Text>
    )}
  </>
);
