import { Anchor, Button, Checkbox, Text } from '@mantine/core';
import { CircleCheck, Download } from 'lucide-react';
import { Link } from 'wouter';
import { Name } from '../../../components/name.tsx';
import { Sentence } from '../../../components/sentence.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { statedText } from '../../../room/fields.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { VERSION_FIELDS } from '../../../room/version-facts.ts';
import { ListRow, ListTable } from '../../../tables/list-table.tsx';

const COLUMNS = ['Document', 'Uploaded by', 'States', 'File', 'Approve'].map((name) => ({ name }));

interface ReviewRow {
  document: RoomDocument;
  /** Why the document cannot be approved here. */
  obstacle: string | undefined;
  /** What a reviewer should know before the approval. */
  caution: string | undefined;
  /** Whether the reviewer has opened the file, if there is one. */
  isSeen: boolean;
  canChoose: boolean;
  isChosen: boolean;
}

interface ReviewTableProps {
  roomId: string;
  rows: readonly ReviewRow[];
  /** The ids of the documents that are approved. */
  done: ReadonlySet<string>;
  problems: ReadonlyMap<string, Error>;
  onOpen(document: RoomDocument): void;
  onChoose(id: string, isWanted: boolean): void;
}

/** The documents under review, with what their newest version states. */
export const ReviewTable = ({ roomId, rows, done, problems, onOpen, onChoose }: ReviewTableProps) => (
  <ListTable what="documents under review" columns={COLUMNS} minWidth={820}>
    {rows.map((row) => {
      const { id, uploaded_by } = row.document;
      return (
        <ListRow
          key={id}
          columns={COLUMNS}
          cells={[
            <DocumentCell key="document" roomId={roomId} row={row} problem={problems.get(id)} />,
            uploaded_by,
            <Stated key="states" document={row.document} />,
            <OpenFile key="file" row={row} onOpen={onOpen} />,
            done.has(id) ? (
              <StatusBadge key="approve" tone="good" icon={CircleCheck}>
                Approved
              </StatusBadge>
            ) : (
              <Checkbox
                key="approve"
                aria-label={`Approve ${nameOf(row.document)}`}
                checked={row.isChosen}
                disabled={!row.canChoose}
                onChange={({ currentTarget }) => onChoose(id, currentTarget.checked)}
              />
            ),
          ]}
        />
      );
    })}
  </ListTable>
);

const nameOf = ({ type_name, vessel_name }: RoomDocument): string =>
  vessel_name ? `${type_name} of ${vessel_name}` : type_name;

interface OpenFileProps {
  row: ReviewRow;
  onOpen(document: RoomDocument): void;
}

function OpenFile({ row: { document, isSeen }, onOpen }: OpenFileProps) {
  if (document.file_name === null) return null;
  const text = isSeen ? 'Open again' : 'Open';
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Download size={14} aria-hidden />}
      aria-label={`${text}: ${nameOf(document)}, version ${document.version}`}
      onClick={() => onOpen(document)}
    >
      {text}
    </Button>
  );
}

interface DocumentCellProps {
  roomId: string;
  row: ReviewRow;
  problem: Error | undefined;
}

const DocumentCell = ({ roomId, row: { document, obstacle, caution }, problem }: DocumentCellProps) => {
  const trouble = problem?.message ?? obstacle;
  const remark = trouble ?? caution;
  return (
    <>
      <Anchor component={Link} href={`/rooms/${roomId}/documents/${document.id}`} fw={600} size="sm">
        <Name>{document.type_name}</Name>
      </Anchor>
      {document.vessel_name && (
        <Text span size="sm" display="block">
          <Name>{document.vessel_name}</Name>
        </Text>
      )}
      {remark && (
        <Text span size="sm" c={trouble ? 'var(--bad)' : 'var(--caution)'} fw={600} display="block">
          <Sentence>{remark}</Sentence>
        </Text>
      )}
    </>
  );
};

/** What the newest version states about itself. */
const Stated = ({ document }: { document: RoomDocument }) => (
  <>
    {VERSION_FIELDS.map((field) => ({ field, text: statedText(field, document) }))
      .filter(({ field, text }) => text !== null && (field.kind !== 'yes_no' || text === 'Yes'))
      .map(({ field, text }) => (
        <Text key={field.name} span size="sm" display="block">
          {field.kind === 'yes_no' ? field.label : `${field.label}: ${text}`}
        </Text>
      ))}
  </>
);
