import { useState } from 'react';
import type { Question } from './confirm-dialog.tsx';

/** What a page asks before it acts, and what it said last. `stale` is the first part of the keys that change. */
export function useQuestion(stale: string) {
  const [question, setQuestion] = useState<Question>();
  const [opened, setOpened] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  return {
    outcome,
    say: setOutcome,
    ask<Answer>(next: Question<Answer>): void {
      setQuestion(next as Question);
      setOpened(true);
    },
    dialog: { question, opened, onClose: () => setOpened(false), onDone: setOutcome, stale: [stale] },
  };
}
