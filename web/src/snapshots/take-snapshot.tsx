import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Camera } from 'lucide-react';
import { lazy, Suspense } from 'react';

const TakeSnapshotDialog = lazy(() => import('./take-snapshot-dialog.tsx'));

interface TakeSnapshotProps {
  room: { id: string; permissions: readonly string[] };
}

/** A button that opens the dialog for a snapshot. Only users who may take one see it. */
export function TakeSnapshot({ room: { id, permissions } }: TakeSnapshotProps) {
  const [isOpen, dialog] = useDisclosure();
  if (!permissions.includes('snapshot.create')) return null;
  return (
    <>
      <Button leftSection={<Camera size={18} aria-hidden />} onClick={dialog.open}>
        Take snapshot
      </Button>
      {isOpen && (
        <Suspense>
          <TakeSnapshotDialog
            roomId={id}
            mayIncludeCommercial={permissions.includes('commercial.view')}
            onClose={dialog.close}
          />
        </Suspense>
      )}
    </>
  );
}
