import { documentName } from '../vocabulary/document-name.ts';
import type {
  CurrentDocument,
  CurrentRequirement,
  CurrentRoomFacts,
  FindingCode,
} from '../vocabulary/room-state.ts';
import { endsBefore } from './document-expiry.ts';
import { BROKER_OR_OWNER, type Finding, finding, REVIEWERS, type Remedy, UPLOADERS } from './finding.ts';

const DAY_MS = 86_400_000;

/** What the documents of an operation are judged by. */
export interface DocumentRules {
  /** The last UTC day on which documents have to be valid, `YYYY-MM-DD`. */
  lastDayNeeded: string;
  fourEyes: CurrentRoomFacts['four_eyes'];
}

interface Trouble {
  code: FindingCode;
  text: string;
  remedy: Remedy;
  /** Set if it never blocks. */
  isSubject?: boolean;
}

/** Returns whether a finding on a document blocks: it is required, of high criticality, or on the critical path. */
export const counts = ({
  required,
  criticality,
  critical_path = false,
}: Pick<CurrentRequirement, 'required' | 'criticality'> & { critical_path?: boolean }): boolean =>
  required || criticality === 'high' || critical_path;

/** Returns the findings on a document, by its status and facts. */
export function judgeDocument(document: CurrentDocument, rules: DocumentRules): Finding[] {
  const subject = documentName(document);
  return troublesOf(document, rules).map(({ code, text, remedy, isSubject = false }) => ({
    ...finding({
      code,
      blocking: !isSubject && counts(document),
      subject,
      text: `${subject}: ${text}.`,
      remedy,
    }),
    document_id: document.id,
  }));
}

/** The return type makes the cases exhaustive: a new status does not compile without a case. */
function troublesOf(document: CurrentDocument, rules: DocumentRules): Trouble[] {
  const { status } = document;
  switch (status) {
    case 'missing':
      return [{ code: 'document_missing', text: 'missing', remedy: toUpload(document) }];
    case 'rejected':
      return [{ code: 'document_rejected', text: 'rejected', remedy: toUpload(document) }];
    case 'expired':
      return [{ code: 'document_expired', text: expiryText(document), remedy: toUpload(document) }];
    case 'under_review': {
      const early = earlyExpiry(document, rules);
      if (early.length > 0) return early;
      return [{ code: 'document_under_review', text: reviewText(document), remedy: TO_REVIEW }];
    }
    case 'approved':
      return [
        ...earlyExpiry(document, rules),
        ...missingFile(document),
        ...missingVessel(document),
        ...missingExpiry(document),
        ...missingIssueDay(document),
        ...impossibleIssueDay(document),
        ...ownReview(document, rules),
      ];
    case 'waived':
    case 'superseded':
    case 'not_applicable':
      return [];
  }
}

/** A newer version does not count before its review, and the one that it replaces no longer counts. */
function reviewText({ version, earlier_versions }: CurrentDocument): string {
  const approved = earlier_versions.findLast(({ status }) => status === 'approved');
  if (approved) return `version ${version} is under review; version ${approved.version} was approved`;
  return version > 1 ? `version ${version} is under review` : 'under review';
}

const TO_REVIEW: Remedy = { action: 'review', acts: REVIEWERS };
const TO_STATE_EXPIRY: Remedy = { action: 'state_expiry', acts: BROKER_OR_OWNER };
const TO_STATE_ISSUE: Remedy = { action: 'state_issue_day', acts: BROKER_OR_OWNER };

const toUpload = ({ responsible_party_id }: CurrentDocument): Remedy => ({
  action: 'upload',
  acts: responsible_party_id === null ? UPLOADERS : BROKER_OR_OWNER,
  party_id: responsible_party_id,
});

const expiryText = ({ expires_on, valid_until }: CurrentDocument): string => {
  if (valid_until === null) return 'expired';
  return valid_until === expires_on ? `expired on ${expires_on}` : `older than allowed since ${valid_until}`;
};

function earlyExpiry(document: CurrentDocument, { lastDayNeeded }: DocumentRules): Trouble[] {
  const { valid_until, expires_on, issued_on, max_age_days } = document;
  if (valid_until === null || !endsBefore(document, lastDayNeeded)) return [];
  const short = `${shortBy(valid_until, lastDayNeeded)} short of ${lastDayNeeded}`;
  const text =
    valid_until === expires_on
      ? `expires on ${expires_on}, ${short}`
      : `issued on ${issued_on} and valid for ${max_age_days} days, until ${valid_until}, ${short}`;
  return [{ code: 'document_expires_during_operation', text, remedy: toUpload(document) }];
}

function shortBy(day: string, needed: string): string {
  const days = (Date.parse(needed) - Date.parse(day)) / DAY_MS;
  return days === 1 ? '1 day' : `${days} days`;
}

const missingFile = (document: CurrentDocument): Trouble[] =>
  document.needs_file && document.file_sha256 === null
    ? [{ code: 'document_file_missing', text: 'approved without a file', remedy: toUpload(document) }]
    : [];

function missingVessel({ applies_to, vessel_id }: CurrentDocument): Trouble[] {
  if (applies_to === 'operation' || vessel_id !== null) return [];
  const remedy: Remedy = { action: 'state_vessel', acts: BROKER_OR_OWNER };
  return [{ code: 'document_vessel_not_stated', text: 'the vessel is not stated', remedy }];
}

const missingExpiry = ({ expires, expires_on, no_expiry_stated }: CurrentDocument): Trouble[] =>
  expires && expires_on === null && !no_expiry_stated
    ? [{ code: 'document_expiry_not_stated', text: 'the expiry is not stated', remedy: TO_STATE_EXPIRY }]
    : [];

function missingIssueDay({ max_age_days, issued_on }: CurrentDocument): Trouble[] {
  if (max_age_days === null || issued_on !== null) return [];
  const text = `the day of issue is not stated, and it may be ${max_age_days} days old`;
  return [{ code: 'document_issue_day_not_stated', text, remedy: TO_STATE_ISSUE }];
}

/** Nobody reviews what is not issued yet. Such a day would also make a document of limited age valid for longer. */
function impossibleIssueDay({ issued_on, expires_on, reviewed_at }: CurrentDocument): Trouble[] {
  if (issued_on === null) return [];
  const after = [
    ...(reviewed_at !== null && issued_on > latestDayAt(reviewed_at) ? ['its review'] : []),
    ...(expires_on !== null && issued_on > expires_on ? ['its expiry'] : []),
  ];
  if (after.length === 0) return [];
  const text = `issued on ${issued_on}, after ${after.join(' and ')}`;
  return [{ code: 'document_issue_day_impossible', text, remedy: TO_STATE_ISSUE }];
}

/** Returns the latest day that any place has at an instant: it can be a day ahead of UTC. */
const latestDayAt = (instant: string): string =>
  new Date(Date.parse(instant) + DAY_MS).toISOString().slice(0, 10);

function ownReview({ uploaded_by, reviewed_by }: CurrentDocument, { fourEyes }: DocumentRules): Trouble[] {
  if (fourEyes === 'off' || uploaded_by === null || uploaded_by !== reviewed_by) return [];
  const text = `approved by its uploader, ${reviewed_by}`;
  const isSubject = fourEyes === 'marked';
  return [{ code: 'document_approved_by_uploader', text, remedy: TO_REVIEW, isSubject }];
}
