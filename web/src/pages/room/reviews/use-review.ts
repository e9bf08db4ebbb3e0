import { useState } from 'react';
import { api } from '../../../api/api.ts';
import { type IfMatch, revisedBodyOf } from '../../../api/revised.ts';
import { useOneByOne } from '../../../room/one-by-one.ts';
import type { ListedDocument, Room } from '../../../room/room-queries.ts';
import { documentShown, NEWEST_VERSION_FIELDS } from '../../../room/shown.ts';
import { useSession } from '../../../session/session.ts';
import { cautionAbout, obstacleTo } from './review-candidates.ts';
import { useOpenedFiles } from './use-opened-files.ts';

interface Review {
  room: Room;
  documents: readonly ListedDocument[];
  /** Called when every chosen document is approved. */
  onDone(count: number): void;
}

/** Reviews several documents: which of them can be approved, whose file was opened, and the approvals themselves. */
export function useReview({ room, documents, onDone }: Review) {
  const email = useSession()?.email;
  // Live updates go on behind the dialog. The review is of what it shows.
  const [shown] = useState(() =>
    documents.map((document) => ({
      document,
      obstacle: obstacleTo(document, room, email),
      caution: cautionAbout(document, room, email),
      shown: documentShown(room.id, document, NEWEST_VERSION_FIELDS),
    })),
  );
  // What needs a second thought is not chosen by the mere opening of its file.
  const [spared, setSpared] = useState<ReadonlySet<string>>(
    () => new Set(shown.filter(({ caution }) => caution).map(({ document }) => document.id)),
  );
  const files = useOpenedFiles(room.id);
  const { run, done, problems, isPending } = useOneByOne(room.id);
  const rows = shown.map((row) => {
    const { id, file_name } = row.document;
    const isSeen = file_name === null || files.opened.has(id);
    const canChoose = row.obstacle === undefined && isSeen;
    return { ...row, isSeen, canChoose, isChosen: canChoose && !spared.has(id) };
  });
  const chosen = rows.filter(({ isChosen }) => isChosen);
  const waiting = chosen.filter(({ document: { id } }) => !done.has(id));
  return {
    ...{ rows, files, done, problems, isPending },
    /** The number of documents that are to be approved. */
    waiting: waiting.length,
    /** The part of the chosen documents that was tried. */
    part: (done.size + problems.size) / chosen.length,
    /** The documents that can be approved once their file was opened. */
    unopened: rows
      .filter(({ obstacle, isSeen }) => obstacle === undefined && !isSeen)
      .map(({ document }) => document),
    choose(id: string, isWanted: boolean): void {
      setSpared((before) => new Set(isWanted ? [...before].filter((each) => each !== id) : [...before, id]));
    },
    async send() {
      if (waiting.length === 0) return;
      const changes = waiting.map(({ document: { id }, shown }) => ({
        ...{ id, shown },
        send: (header: IfMatch) => approve({ room_id: room.id, document_id: id }, header),
      }));
      if ((await run(changes)) === 0) onDone(chosen.length);
    },
  };
}

async function approve(
  path: { room_id: string; document_id: string },
  header: IfMatch,
): Promise<number | undefined> {
  const approving = api.POST('/api/v1/rooms/{room_id}/documents/{document_id}/approve', {
    params: { path, header },
    body: {},
  });
  return (await revisedBodyOf(approving)).revision;
}
