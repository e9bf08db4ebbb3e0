import { DOCUMENT_STATUSES, type DocumentStatus } from '../vocabulary/room-words.ts';

/** The meaning of a document status for the clearance. */
interface DocumentRule {
  /** Whether the clearance relies on the document. Only then can it expire. */
  isReliedOn: boolean;
  /** Whether a user still has to act, independent of dates. */
  isOpen: boolean;
  /** Whether a user decides this status. The record then names the user and the time. */
  isDecision: boolean;
  /** Whether the clearance no longer asks for the document. */
  isReleased: boolean;
}

/** The rules of all statuses. A new status does not compile without a rule here and in `verdict.ts`. */
export const DOCUMENT_RULES: Readonly<Record<DocumentStatus, DocumentRule>> = {
  missing: { isReliedOn: false, isOpen: true, isDecision: false, isReleased: false },
  under_review: { isReliedOn: true, isOpen: true, isDecision: false, isReleased: false },
  approved: { isReliedOn: true, isOpen: false, isDecision: true, isReleased: false },
  rejected: { isReliedOn: false, isOpen: true, isDecision: true, isReleased: false },
  expired: { isReliedOn: true, isOpen: true, isDecision: false, isReleased: false },
  waived: { isReliedOn: false, isOpen: false, isDecision: true, isReleased: true },
  superseded: { isReliedOn: false, isOpen: false, isDecision: true, isReleased: true },
  not_applicable: { isReliedOn: false, isOpen: false, isDecision: true, isReleased: true },
};

/** Returns the statuses with this property. */
export const statusesThat = (rule: keyof DocumentRule): readonly DocumentStatus[] =>
  DOCUMENT_STATUSES.filter((status) => DOCUMENT_RULES[status][rule]);
