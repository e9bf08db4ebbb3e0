import { StatusBadge } from '../components/status-badge.tsx';
import { approvalStatusWord, documentStatusWord } from './status-words.ts';

const WORDS = { document: documentStatusWord, approval: approvalStatusWord };

/** The status of a document or an approval. */
export function StatusWordBadge({ of, status }: { of: keyof typeof WORDS; status: string }) {
  const { tone, icon, text } = WORDS[of](status);
  return (
    <StatusBadge tone={tone} icon={icon}>
      {text}
    </StatusBadge>
  );
}
