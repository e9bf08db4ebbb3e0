import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, bodyOf } from '../api/api.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { newIdempotencyKey } from '../api/idempotency-key.ts';
import { type SnapshotType, snapshotAddress, snapshotQuery, snapshotsKey } from './snapshot.ts';

export interface NewSnapshot {
  title: string;
  snapshot_type: SnapshotType;
  sections: string[];
  include_commercial: boolean;
  /** The id of an earlier snapshot, or null for no comparison. */
  compare_to: string | null;
}

interface Attempt {
  key: string;
  wanted: NewSnapshot;
}

const MAX_RETRIES = 2;

const takeSnapshot = (room_id: string, { key, wanted: { sections, ...snapshot } }: Attempt) =>
  bodyOf(
    api.POST('/api/v1/rooms/{room_id}/snapshots', {
      params: { path: { room_id } },
      headers: { 'idempotency-key': key },
      body: {
        ...snapshot,
        include_documents: sections.includes('documents'),
        include_approvals: sections.includes('approvals'),
        include_activity: sections.includes('activity'),
      },
    }),
  );

interface Callbacks {
  onTaken(): void;
  onError(error: Error): void;
}

/** Takes a snapshot, and opens its page, which shows the progress. */
export function useTakeSnapshot(roomId: string, { onTaken, onError }: Callbacks) {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    // All retries have the same key, so that they create one snapshot.
    mutationFn: (attempt: Attempt) => takeSnapshot(roomId, attempt),
    retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiProblem && error.status === 0,
    onSuccess: (snapshot) => {
      queries.setQueryData(snapshotQuery(roomId, snapshot.id).queryKey, snapshot);
      void queries.invalidateQueries({ queryKey: snapshotsKey(roomId) });
      onTaken();
      navigate(snapshotAddress(snapshot));
    },
    onError,
  });
  return { take: (wanted: NewSnapshot) => mutate({ key: newIdempotencyKey(), wanted }), isPending, error };
}
