import { plainWord } from '../vocabulary/plain-word.ts';
import type { CurrentApproval, MaterialFacts } from '../vocabulary/room-state.ts';
import { BROKER, BROKER_OR_OWNER, type Finding, finding, type Remedy } from './finding.ts';
import { changedSince, type MaterialState } from './material-facts.ts';

/** Returns the findings on the approvals of an operation. */
export function judgeApprovals(
  approvals: readonly CurrentApproval[],
  approvedFacts: readonly MaterialFacts[],
  state: MaterialState,
): Finding[] {
  if (approvals.length === 0) return [NOBODY_ASKED];
  const facts = new Map(approvedFacts.map((given) => [given.hash, given]));
  return approvals.flatMap((approval) =>
    judgeApproval(approval, facts.get(approval.facts_hash ?? ''), state).map((found) => ({
      ...found,
      approval_id: approval.id,
    })),
  );
}

const NOBODY_ASKED = finding({
  code: 'approvals_missing',
  blocking: true,
  subject: 'Approvals',
  text: 'No party was asked for its approval.',
  remedy: { action: 'ask_for_approval', acts: BROKER },
});

/** The return type makes the cases exhaustive: a new status does not compile without a case. */
function judgeApproval(
  approval: CurrentApproval,
  given: MaterialFacts | undefined,
  state: MaterialState,
): Finding[] {
  const { status, requested_at, lapsed_because } = approval;
  const subject = `${approval.party_name} (${plainWord(approval.party_role)})`;
  const what = ofWhat(approval);
  const remedy: Remedy = {
    action: 'give_approval',
    acts: [approval.party_role],
    party_id: approval.party_id,
  };
  const stated = { blocking: true, subject, remedy };
  switch (status) {
    case 'rejected':
      return [
        finding({ ...stated, code: 'approval_rejected', text: `${subject} refused the approval${what}.` }),
      ];
    case 'pending': {
      if (lapsed_because !== null) return [lapsed(lapsed_because)];
      const text = `${subject} has not given the approval${what} that was requested on ${requested_at.slice(0, 10)}.`;
      return [finding({ ...stated, code: 'approval_pending', text })];
    }
    case 'approved': {
      if (given === undefined) {
        const text = `${subject} gave the approval${what}, but for which facts is not stated.`;
        return [
          finding({ ...stated, code: 'approval_basis_not_stated', text }),
          ...openSubjects(approval, subject),
        ];
      }
      const changed = changedSince(given, state);
      return changed.length > 0 ? [lapsed(inWords(changed))] : openSubjects(approval, subject);
    }
  }

  function lapsed(because: string): Finding {
    const text = `The approval${what} of ${subject} was given for revision ${approval.given_for_revision}; ${because} changed since.`;
    return finding({ ...stated, code: 'approval_lapsed', text });
  }
}

/** Joins the words for material facts as in a sentence: `ETA and place`. */
export const inWords = (words: readonly string[]): string => new Intl.ListFormat('en').format(words);

function openSubjects({ subjects }: CurrentApproval, subject: string): Finding[] {
  return subjects
    .filter(({ lifted_at }) => lifted_at === null)
    .map(({ text }) =>
      finding({
        code: 'approval_subject_open',
        blocking: false,
        subject,
        text: `${subject} approved with a subject: ${text}`,
        remedy: { action: 'lift_subject', acts: BROKER_OR_OWNER },
      }),
    );
}

/** Returns what an approval is of, as the end of a phrase. */
export function ofWhat({ concerns, vessel_name }: Pick<CurrentApproval, 'concerns' | 'vessel_name'>): string {
  switch (concerns) {
    case 'operation':
      return '';
    case 'suitability':
      return ` of the suitability of ${vessel_name}`;
    case 'compatibility':
      return ' of the compatibility of the vessels';
  }
}
