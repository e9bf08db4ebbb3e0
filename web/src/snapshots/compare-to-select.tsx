import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { matchingOptions } from '../components/matching-options.ts';
import { isolated } from '../components/sentence.tsx';
import { dateTimeText } from '../components/time-stamp.tsx';
import { latestSnapshots } from './snapshot.ts';

interface CompareToSelectProps {
  roomId: string;
  value?: string | null;
  onChange?(snapshotId: string | null): void;
  error?: React.ReactNode;
}

/** A choice of the earlier snapshot to compare with. It is hidden while the room has no snapshots. */
export function CompareToSelect({ roomId, ...input }: CompareToSelectProps) {
  const { data = [] } = useQuery(latestSnapshots(roomId));
  if (data.length === 0) return null;
  return (
    <Select
      label="Compare to"
      description="The record also shows the changes since this snapshot"
      placeholder="No comparison"
      clearable
      clearButtonProps={{ 'aria-label': 'No comparison' }}
      searchable
      filter={matchingOptions}
      nothingFoundMessage="No snapshot matches"
      data={data.map(({ id, title, created_at }) => ({
        value: id,
        label: `${isolated(title)} · ${dateTimeText(created_at)}`,
      }))}
      {...input}
    />
  );
}
