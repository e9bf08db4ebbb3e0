import { AppError } from '../../platform/kernel/errors.ts';
import { judgeDocument } from '../verdict/document-findings.ts';
import type { CurrentDocument, CurrentRoomFacts } from '../vocabulary/room-state.ts';

/** A day before every expiry: an approval does not depend on the day of the operation. */
const BEFORE_ALL_DAYS = '0000-01-01';

/**
 * Checks that a document can be approved: a verdict would have no blocking finding on it for what its type asks for.
 * @param document as it is to be approved
 * @throws AppError with the code of the finding, such as `document_expiry_not_stated`
 */
export function requireApprovable(
  document: CurrentDocument,
  { email }: { email: string },
  fourEyes: CurrentRoomFacts['four_eyes'],
  at: Date,
): void {
  const reviewed_at = at.toISOString();
  const approved: CurrentDocument = { ...document, status: 'approved', reviewed_by: email, reviewed_at };
  // Only what a document of high criticality may not lack is asked of every document.
  const findings = judgeDocument(
    { ...approved, criticality: 'high' },
    { lastDayNeeded: BEFORE_ALL_DAYS, fourEyes },
  );
  const refused = findings.find(({ blocking }) => blocking);
  if (!refused) return;
  throw new AppError(
    'conflict',
    refused.code,
    `${refused.text} It cannot be approved like this. ${REMEDIES[refused.code] ?? ''}`.trimEnd(),
  );
}

const REMEDIES: Partial<Record<string, string>> = {
  document_file_missing: 'Upload the file first.',
  document_vessel_not_stated: 'State its vessel first.',
  document_expiry_not_stated: 'State its day of expiry, or that the certificate itself states none.',
  document_issue_day_not_stated: 'State its day of issue.',
  document_issue_day_impossible: 'Correct its day of issue.',
  document_approved_by_uploader: 'In this room, somebody else than its uploader has to approve a document.',
};
