import {
  CalendarX,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Eye,
  Hourglass,
  type LucideIcon,
} from 'lucide-react';
import type { Tone } from '../components/status-badge.tsx';
import type { Approval, RoomDocument } from './room-queries.ts';

interface Word {
  tone: Tone;
  icon: LucideIcon;
  text: string;
}

const DOCUMENT_STATUSES: Record<RoomDocument['status'], Word> = {
  missing: { tone: 'bad', icon: CircleDashed, text: 'Missing' },
  under_review: { tone: 'waiting', icon: Eye, text: 'Under review' },
  approved: { tone: 'good', icon: CircleCheck, text: 'Approved' },
  rejected: { tone: 'bad', icon: CircleX, text: 'Rejected' },
  expired: { tone: 'bad', icon: CalendarX, text: 'Expired' },
  waived: { tone: 'neutral', icon: CircleSlash, text: 'Waived' },
  superseded: { tone: 'neutral', icon: CircleSlash, text: 'Superseded' },
  not_applicable: { tone: 'neutral', icon: CircleSlash, text: 'Not applicable' },
};

const APPROVAL_STATUSES: Record<Approval['status'], Word> = {
  pending: { tone: 'waiting', icon: Hourglass, text: 'Pending' },
  approved: { tone: 'good', icon: CircleCheck, text: 'Approved' },
  rejected: { tone: 'bad', icon: CircleX, text: 'Refused' },
};

const CRITICALITIES: Record<RoomDocument['criticality'], string> = {
  high: 'High',
  med: 'Medium',
  low: 'Low',
};

export const documentStatusWord = (status: RoomDocument['status']): Word => DOCUMENT_STATUSES[status];
export const approvalStatusWord = (status: Approval['status']): Word => APPROVAL_STATUSES[status];

/** Returns the word for a criticality, the same as in the API and in every record. */
export const criticalityText = (criticality: RoomDocument['criticality']): string =>
  CRITICALITIES[criticality];
