import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { LoadingState } from '../../../components/loading-state.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import type { Snapshot } from '../../../snapshots/snapshot.ts';
import { fileQuery } from '../../../snapshots/snapshot-file.ts';

const PREVIEWS = {
  pdf: lazy(() => import('./pdf-preview.tsx')),
  json: lazy(() => import('./json-preview.tsx')),
  csv: lazy(() => import('./csv-preview.tsx')),
};

/** The preview of a completed snapshot. */
export function SnapshotPreview({ snapshot }: { snapshot: Snapshot }) {
  const { data: file, error, refetch } = useQuery(fileQuery(snapshot));
  const Preview = PREVIEWS[snapshot.snapshot_type];
  if (error) {
    return <ProblemState title="The file cannot be shown" error={error} onRetry={() => void refetch()} />;
  }
  if (!file) return <LoadingState what="file" />;
  return (
    <Suspense fallback={<LoadingState what="preview" />}>
      <Preview snapshot={snapshot} file={file} />
    </Suspense>
  );
}
