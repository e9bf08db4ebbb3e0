import { StatusBadge } from '../components/status-badge.tsx';
import type { Approval, RoomDocument } from './room-queries.ts';
import { approvalStatusWord, documentStatusWord } from './status-words.ts';

export const DocumentStatusBadge = ({ status }: Pick<RoomDocument, 'status'>) => (
  <WordBadge {...documentStatusWord(status)} />
);

export const ApprovalStatusBadge = ({ status }: Pick<Approval, 'status'>) => (
  <WordBadge {...approvalStatusWord(status)} />
);

const WordBadge = ({ tone, icon, text }: ReturnType<typeof documentStatusWord>) => (
  <StatusBadge tone={tone} icon={icon}>
    {text}
  </StatusBadge>
);
