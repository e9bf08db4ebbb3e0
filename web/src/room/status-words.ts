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

interface Word {
  tone: Tone;
  icon: LucideIcon;
  text: string;
}

const DOCUMENT_STATUSES: Record<string, Word> = {
  missing: { tone: 'bad', icon: CircleDashed, text: 'Missing' },
  under_review: { tone: 'waiting', icon: Eye, text: 'Under review' },
  approved: { tone: 'good', icon: CircleCheck, text: 'Approved' },
  rejected: { tone: 'bad', icon: CircleX, text: 'Rejected' },
  expired: { tone: 'bad', icon: CalendarX, text: 'Expired' },
  waived: { tone: 'neutral', icon: CircleSlash, text: 'Waived' },
  superseded: { tone: 'neutral', icon: CircleSlash, text: 'Superseded' },
  not_applicable: { tone: 'neutral', icon: CircleSlash, text: 'Not applicable' },
};

const APPROVAL_STATUSES: Record<string, Word> = {
  pending: { tone: 'waiting', icon: Hourglass, text: 'Pending' },
  approved: { tone: 'good', icon: CircleCheck, text: 'Approved' },
  rejected: { tone: 'bad', icon: CircleX, text: 'Refused' },
};

const CRITICALITIES: Record<string, string> = { high: 'Critical', med: 'High', low: 'Medium' };

/** As in "on_hold": "On hold". */
export const sentenceCase = (word: string): string =>
  word.charAt(0).toUpperCase() + word.slice(1).replaceAll('_', ' ');

const wordIn = (words: Record<string, Word>, status: string): Word =>
  words[status] ?? { tone: 'neutral', icon: CircleDashed, text: sentenceCase(status) };

export const documentStatusWord = (status: string): Word => wordIn(DOCUMENT_STATUSES, status);
export const approvalStatusWord = (status: string): Word => wordIn(APPROVAL_STATUSES, status);

/** How the trade calls a criticality of the API. */
export const criticalityText = (criticality: string): string =>
  CRITICALITIES[criticality] ?? sentenceCase(criticality);
