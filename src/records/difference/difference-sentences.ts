import { actorText, saidText } from '../wording/activity-text.ts';
import { momentText } from '../wording/time-text.ts';
import type { StateDifference } from './difference.ts';
import { inSentence } from './field.ts';

/** Returns all changes of a difference, one sentence for each. */
export function differenceSentences(difference: StateDifference): string[] {
  const { verdict, operation, vessels, parties, document_types, documents, approvals, activity } = difference;
  const changes = [operation, vessels, parties, document_types, documents, approvals];
  return [
    ...(difference.equal ? ['Nothing is different'] : []),
    ...(verdict.text === null ? [] : [verdict.text]),
    ...verdict.reasons_came.map(({ text }) => `New finding: ${inSentence({}, text)}`),
    ...verdict.reasons_went.map(({ text }) => `Finding settled: ${inSentence({}, text)}`),
    ...changes.flatMap((list) => (list ?? []).map(({ text }) => text)),
    ...(activity?.entries ?? []).map(
      (entry) => `${momentText(entry.at)}, ${actorText(entry)}: ${saidText(entry)}`,
    ),
    ...(activity && activity.removed_count > 0
      ? [`Activity entries that the second snapshot does not have: ${activity.removed_count}`]
      : []),
    ...difference.not_compared.map(({ text }) => text),
  ];
}
