import { partiesThatMay } from '../../people/permissions/policy.ts';
import type { RoomRole } from '../../people/permissions/roles.ts';
import {
  FINDING_CODES,
  type FindingAction,
  type FindingCode,
  type VerdictReason,
} from '../vocabulary/room-state.ts';

/** A reason of a verdict of the current rules. */
export type Finding = Required<VerdictReason>;

/** Who has to do what about a finding. */
export interface Remedy {
  action: FindingAction;
  acts: readonly RoomRole[];
  party_id?: string | null;
}

export const BROKER: readonly RoomRole[] = ['broker'];
export const BROKER_OR_OWNER: readonly RoomRole[] = ['broker', 'owner'];
export const UPLOADERS = partiesThatMay('document.upload');
export const REVIEWERS = partiesThatMay('document.review');

interface Stated {
  code: FindingCode;
  blocking: boolean;
  subject: string;
  text: string;
  remedy?: Remedy | undefined;
}

export const finding = ({ code, blocking, subject, text, remedy }: Stated): Finding => ({
  blocking,
  code,
  subject,
  text,
  document_id: null,
  approval_id: null,
  action: remedy?.action ?? null,
  acts: [...(remedy?.acts ?? [])],
  party_id: remedy?.party_id ?? null,
});

/** Sorts blocking findings first, and the most severe first. */
export const byWeight = (a: Finding, b: Finding): number =>
  Number(b.blocking) - Number(a.blocking) || FINDING_CODES.indexOf(a.code) - FINDING_CODES.indexOf(b.code);
