import { useState } from 'react';
import type { Question } from './confirm-dialog.tsx';

/**
 * The state of a confirmation dialog and of the last result of a page.
 * @param stale the first part of the keys of the queries that the actions make stale
 */
export function useQuestion(stale: string) {
  const [question, setQuestion] = useState<Question>();
  const [opened, setOpened] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  return {
    outcome,
    say: setOutcome,
    ask<Result>(next: Question<Result>): void {
      setQuestion(next as Question);
      setOpened(true);
    },
    dialog: { question, opened, onClose: () => setOpened(false), onDone: setOutcome, stale: [stale] },
  };
}
