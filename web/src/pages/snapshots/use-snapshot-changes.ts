import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.ts';
import { newIdempotencyKey } from '../../api/idempotency-key.ts';
import { saveBlob } from '../../api/save-file.ts';
import { type Snapshot, snapshotsKey } from '../../snapshots/snapshot.ts';
import { fileQuery } from '../../snapshots/snapshot-file.ts';
import { verifyFile } from '../../verification/verify-file.ts';
import { fileNameOf } from './snapshot-file-name.ts';

type Verb = 'cancel' | 'retry';

/** The actions for a snapshot. The server checks the permissions. */
export function useSnapshotChanges(snapshot: Snapshot) {
  const queries = useQueryClient();
  const { id: snapshot_id, room_id, task_id } = snapshot;
  // Refresh after a rejection, too: the snapshot has another state than the page shows.
  const onSettled = () => queries.invalidateQueries({ queryKey: snapshotsKey(room_id) });
  const task = useMutation({
    mutationFn: (verb: Verb) =>
      bodyOf(
        api.POST(`/api/v1/snapshots/tasks/{task_id}/${verb}`, {
          params: { path: { task_id } },
          headers: { 'idempotency-key': newIdempotencyKey() },
        }),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: () =>
      bodyOf(
        api.DELETE('/api/v1/rooms/{room_id}/snapshots/{snapshot_id}', {
          params: { path: { room_id, snapshot_id } },
        }),
      ),
  });
  const download = useMutation({
    mutationFn: async () => saveBlob(await queries.fetchQuery(fileQuery(snapshot)), fileNameOf(snapshot)),
  });
  const verify = useMutation({
    mutationFn: async () => verifyFile(await queries.fetchQuery(fileQuery(snapshot))),
  });
  return { task, remove, download, verify };
}

export type SnapshotChanges = ReturnType<typeof useSnapshotChanges>;
