import { Anchor, Code } from '@mantine/core';
import { Link } from 'wouter';
import { type Fact, Facts } from '../../components/facts.tsx';
import { fileSizeText } from '../../components/file-size.ts';
import { Panel } from '../../components/panel.tsx';
import { TimeStamp } from '../../components/time-stamp.tsx';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import { SNAPSHOT_TYPES } from '../../snapshots/snapshot-types.ts';

/** The facts of a snapshot: author, time, content and hashes. */
export const SnapshotFacts = ({ snapshot }: { snapshot: Snapshot }) => (
  <Panel title="About this snapshot">
    <Facts facts={factsOf(snapshot)} />
  </Panel>
);

function factsOf(snapshot: Snapshot): Fact[] {
  const { compare_to, room_id, completed_at } = snapshot;
  return [
    { name: 'Taken', value: <TimeStamp at={snapshot.created_at} withLocal /> },
    { name: 'By', value: `${snapshot.created_by_name}\n${snapshot.created_by}` },
    { name: 'Type', value: SNAPSHOT_TYPES[snapshot.snapshot_type].name },
    { name: 'Sections', value: sectionsOf(snapshot) },
    {
      name: 'Commercial terms',
      value: snapshot.include_commercial
        ? 'Included. Only owner, broker, charterer and administrators can read the record'
        : 'Not included',
    },
    {
      name: 'Changes since',
      value: compare_to ? (
        <Anchor component={Link} href={`/rooms/${room_id}/snapshots/${compare_to}`}>
          An earlier snapshot
        </Anchor>
      ) : (
        'No comparison'
      ),
    },
    { name: 'Revision of the room', value: snapshot.revision },
    { name: 'Sealed', value: completed_at && <TimeStamp at={completed_at} withLocal /> },
    { name: 'Snapshot id', value: <Code>{snapshot.id}</Code> },
    ...fileFacts(snapshot),
  ];
}

/** The facts of the file and of the state. The server hides them from users who may not read the record. */
const fileFacts = ({ file_size, state_hash, sha256 }: Snapshot): Fact[] =>
  state_hash === null
    ? []
    : [
        { name: 'Size', value: file_size ? fileSizeText(file_size) : null },
        { name: 'State hash', value: <Code>{state_hash}</Code> },
        { name: 'SHA-256 of the file', value: sha256 && <Code>{sha256}</Code> },
      ];

const sectionsOf = ({ include_documents, include_approvals, include_activity }: Snapshot): string =>
  [include_documents && 'Documents', include_approvals && 'Approvals', include_activity && 'Activity']
    .filter(Boolean)
    .join(', ') || 'Only the sections that are always included';
