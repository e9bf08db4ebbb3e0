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
  const { file_size, compare_to, room_id, sha256, completed_at } = snapshot;
  return [
    { name: 'Taken', value: <TimeStamp at={snapshot.created_at} withLocal /> },
    { name: 'By', value: `${snapshot.created_by_name}\n${snapshot.created_by}` },
    { name: 'Type', value: SNAPSHOT_TYPES[snapshot.snapshot_type].name },
    { name: 'Size', value: file_size > 0 ? fileSizeText(file_size) : null },
    { name: 'Sections', value: sectionsOf(snapshot) },
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
    { name: 'State hash', value: <Code>{snapshot.state_hash}</Code> },
    { name: 'SHA-256 of the file', value: sha256 && <Code>{sha256}</Code> },
  ];
}

const sectionsOf = ({ include_documents, include_approvals, include_activity }: Snapshot): string =>
  [include_documents && 'Documents', include_approvals && 'Approvals', include_activity && 'Activity']
    .filter(Boolean)
    .join(', ') || 'Only the sections that are always included';
