import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { dateTimeText } from '../components/time-stamp.tsx';
import { latestSnapshots } from './snapshot.ts';

interface CompareToSelectProps {
  roomId: string;
  value?: string | null;
  onChange?(snapshotId: string | null): void;
  error?: React.ReactNode;
}

/** An earlier snapshot of the room that the new one shows the changes since. Absent while there is none. */
export function CompareToSelect({ roomId, ...input }: CompareToSelectProps) {
  const { data = [] } = useQuery(latestSnapshots(roomId));
  if (data.length === 0) return null;
  return (
    <Select
      label="Compare to"
      description="The record then also shows what has changed since that snapshot"
      placeholder="No comparison"
      clearable
      clearButtonProps={{ 'aria-label': 'No comparison' }}
      searchable
      nothingFoundMessage="No snapshot fits"
      data={data.map(({ id, title, created_at }) => ({
        value: id,
        label: `${title} · ${dateTimeText(created_at)}`,
      }))}
      {...input}
    />
  );
}
