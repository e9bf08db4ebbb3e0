import { useQuery } from '@tanstack/react-query';
import { FigureList } from '../../../components/figure-list.tsx';
import { fileSizeText } from '../../../components/file-size.ts';
import { LoadingState } from '../../../components/loading-state.tsx';
import { measureText, numberText } from '../../../components/number-text.ts';
import { ProblemState } from '../../../components/problem-state.tsx';
import { cacheStatistics } from './cache-queries.ts';

/** The size of the cache and its use. */
export function CacheFacts() {
  const { data, error, refetch } = useQuery(cacheStatistics);
  if (error)
    return <ProblemState title="The cache cannot be shown" error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState what="statistics" />;
  const { memory, disk, misses, hit_rate_percent: rate } = data;
  return (
    <FigureList
      figures={[
        {
          label: 'In memory',
          value: fileSizeText(memory.bytes),
          meaning: `${numberText(memory.entries)} editions; the limit is ${fileSizeText(memory.limit_bytes)}`,
        },
        {
          label: 'On the disk',
          value: fileSizeText(disk.bytes),
          meaning: `${numberText(disk.entries)} editions; unused: ${numberText(disk.unused_entries)} (${fileSizeText(disk.unused_bytes)})`,
        },
        {
          label: 'Hit rate',
          value: measureText(rate, '%'),
          meaning: `${numberText(memory.hits)} from memory, ${numberText(disk.hits)} from disk, ${numberText(misses)} not found, since the process started`,
        },
        {
          label: 'Evictions',
          value: numberText(memory.evictions),
          meaning:
            'Editions that were removed because the memory was full. If there are many, give the cache more memory.',
        },
      ]}
    />
  );
}
