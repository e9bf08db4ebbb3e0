import { useSyncExternalStore } from 'react';
import type { ApiProblem } from '../api/api-problem.ts';

/** The refusals after which a change can go on with a reason, by their code. */
const QUESTIONS = {
  reason_required: { title: 'A reason is needed', label: 'Reason', submit: 'Go on with this reason' },
  stage_not_cleared: {
    title: 'The stage is not cleared',
    label: 'Reason of the override',
    submit: 'Override the verdict',
  },
} as const;

export type ReasonQuestion = (typeof QUESTIONS)[keyof typeof QUESTIONS] & {
  /** What needs the reason, in the words of the server. */
  text: string;
  /** @param reason `null` if the user rather leaves everything as it is */
  answer(reason: string | null): void;
};

let asked: ReasonQuestion | null = null;
const listeners = new Set<() => void>();

function show(question: ReasonQuestion | null): void {
  asked = question;
  for (const listener of listeners) listener();
}

/**
 * Asks the user for the reason that the server asked for, in the dialog that the page of a room has for it.
 * @returns the reason; `null` if the user states none, or if no reason can help
 */
export function askForReason({ code, message: text }: ApiProblem): Promise<string | null> {
  const question = QUESTIONS[code as keyof typeof QUESTIONS];
  if (!question) return Promise.resolve(null);
  return new Promise((resolve) => {
    show({
      ...question,
      text,
      answer(reason) {
        show(null);
        resolve(reason);
      },
    });
  });
}

export const useReasonQuestion = (): ReasonQuestion | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
