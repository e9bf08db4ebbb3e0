import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Check } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import type { IfMatch } from '../../../api/revised.ts';
import { ProblemState } from '../../../components/problem-state.tsx';
import { ConflictDialog } from '../../../room/conflict-dialog.tsx';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import { useGuardedChange } from '../../../room/guarded-change.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { documentShown } from '../../../room/shown.ts';
import { missingFacts } from '../../../room/version-facts.ts';

/** A button that approves a document. It first asks for the facts that are missing. */
export function ApproveButton({ roomId, document }: { roomId: string; document: RoomDocument }) {
  const [opened, { open, close }] = useDisclosure();
  const shown = () => documentShown(roomId, document);
  const approve = (facts: object, header: IfMatch) =>
    bodyOf(
      api.POST('/api/v1/rooms/{room_id}/documents/{document_id}/approve', {
        params: { path: { room_id: roomId, document_id: document.id }, header },
        body: facts,
      }),
    );
  const approval = useGuardedChange<object>(roomId, { shown, send: approve });
  const missing = missingFacts(document);
  return (
    <>
      <Button
        size="xs"
        leftSection={<Check size={15} aria-hidden />}
        loading={approval.isPending}
        onClick={() => (missing.length > 0 ? open() : approval.mutate({}))}
      >
        Approve
      </Button>
      {opened && (
        <FieldsDialog
          roomId={roomId}
          title={`Approve ${document.type_name}`}
          submit="Approve"
          hint="State what the document itself says. Of the expiry, state the day, or that it states none."
          fields={missing}
          shown={shown}
          isDecision
          save={approve}
          onClose={close}
        />
      )}
      {approval.conflict && (
        <ConflictDialog
          conflict={approval.conflict}
          submit="Approve"
          onDecide={approval.decide}
          onCancel={approval.cancel}
        />
      )}
      {approval.error && <ProblemState title="The document was not approved" error={approval.error} />}
    </>
  );
}
