import { DOCUMENT_STATUSES, type DocumentStatus } from '../vocabulary/room-words.ts';

/** What a status of a document means for the clearance. */
interface DocumentRule {
  /** Whether somebody relies on the document. Only then does the calendar end its validity. */
  isReliedOn: boolean;
  /** Whether somebody still has to act, whatever the calendar says. */
  isOpen: boolean;
  /** Whether a person decides this status, so that the record says who and when. */
  isDecision: boolean;
}

/** A new status does not compile until its rule stands here and in `verdict.ts`. */
export const DOCUMENT_RULES: Readonly<Record<DocumentStatus, DocumentRule>> = {
  missing: { isReliedOn: false, isOpen: true, isDecision: false },
  under_review: { isReliedOn: true, isOpen: true, isDecision: false },
  approved: { isReliedOn: true, isOpen: false, isDecision: true },
  rejected: { isReliedOn: false, isOpen: true, isDecision: true },
  expired: { isReliedOn: true, isOpen: true, isDecision: false },
  waived: { isReliedOn: false, isOpen: false, isDecision: true },
  superseded: { isReliedOn: false, isOpen: false, isDecision: true },
  not_applicable: { isReliedOn: false, isOpen: false, isDecision: true },
};

/** The statuses whose rule says so. */
export const statusesThat = (rule: keyof DocumentRule): readonly DocumentStatus[] =>
  DOCUMENT_STATUSES.filter((status) => DOCUMENT_RULES[status][rule]);
