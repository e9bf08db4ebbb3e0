import { Anchor, Text } from '@mantine/core';
import { Paperclip } from 'lucide-react';
import { Link } from 'wouter';
import { Name } from '../../../components/name.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { visibleName } from '../../../components/visible-name.ts';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { sentenceCase } from '../../../room/sentence-case.ts';
import { DocumentStatusBadge } from '../../../room/status-word-badge.tsx';
import { criticalityText } from '../../../room/status-words.ts';
import { type Column, VirtualTable } from '../../../tables/virtual-table.tsx';
import { DocumentExpiry } from './document-expiry.tsx';

const COLUMNS: readonly Column[] = [
  { name: 'Document', width: '23%' },
  { name: 'Status', width: '14%' },
  { name: 'Criticality', width: '10%' },
  { name: 'Category', width: '11%' },
  { name: 'Expiry', width: '11%' },
  { name: 'Who and when', width: '20%' },
  { name: 'File', width: '11%' },
];
const ESTIMATED_HEIGHT = 64;

interface DocumentTableProps {
  room: Room;
  documents: readonly RoomDocument[];
  /** Returns the address of a document. */
  addressOf(document: RoomDocument): string;
}

/** The documents as a table. */
export const DocumentTable = ({ room, documents, addressOf }: DocumentTableProps) => (
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
      sentenceCase(document.category),
      <DocumentExpiry key="expiry" document={document} room={room} />,
      <LastAction key="action" document={document} />,
      document.file_name && <FileName key="file" name={document.file_name} />,
    ]}
  />
);

const DocumentName = ({ document, address }: { document: RoomDocument; address: string }) => (
  <>
    <Anchor component={Link} href={address} fw={600}>
      <Name>{document.type_name}</Name>
    </Anchor>
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

const Criticality = ({ document: { criticality, required, critical_path } }: { document: RoomDocument }) => (
  <>
    {criticalityText(criticality)}
    <Text span display="block" size="xs" c="dimmed">
      {[required && 'required', critical_path && 'critical path'].filter(Boolean).join(', ')}
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

const FileName = ({ name }: { name: string }) => (
  <Text span size="xs" dir="auto">
    <Paperclip size={13} aria-hidden /> {visibleName(name)}
  </Text>
);
