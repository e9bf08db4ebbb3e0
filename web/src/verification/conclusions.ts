import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import type { Verification } from './verify-file.ts';

/** What a verification comes to, in words, and what to do about it. */
export const CONCLUSIONS = {
  authentic: {
    tone: 'good',
    icon: CircleCheck,
    title: 'Authentic',
    meaning: 'This is a record of this installation, unchanged since it was sealed.',
    advice: null,
  },
  changed: {
    tone: 'bad',
    icon: CircleX,
    title: 'Not authentic: it was changed',
    meaning: 'This installation sealed the record, but the file is no longer what was sealed.',
    advice:
      'Do not rely on this copy. Ask the sender for the file exactly as it was downloaded, or have somebody in the room download the record again.',
  },
  not_ours: {
    tone: 'bad',
    icon: CircleX,
    title: 'Not authentic here: somebody else sealed it',
    meaning: 'The file carries a seal, but not one of this installation.',
    advice: 'If it comes from another installation, verify it there. Otherwise do not rely on it.',
  },
  not_recorded: {
    tone: 'bad',
    icon: TriangleAlert,
    title: 'Not authentic: the audit log does not confirm it',
    meaning: 'The seal is good, but the audit log of this installation does not agree with it.',
    advice:
      'Do not rely on it, and tell an administrator at once: the signing key may be in the wrong hands, or the log was restored from an older copy.',
  },
  no_seal: {
    tone: 'bad',
    icon: CircleX,
    title: 'Not authentic: there is no seal',
    meaning: 'Nothing in the file shows where it comes from.',
    advice:
      'Printing, converting or saving a record again removes its seal. Ask for the file exactly as it was downloaded.',
  },
  not_a_record: {
    tone: 'caution',
    icon: CircleHelp,
    title: 'Not a record',
    meaning: 'The file is no PDF, JSON or zip file as this installation makes them.',
    advice: 'Choose the file that was downloaded. A picture or a scan of a record cannot be verified.',
  },
} as const satisfies Record<Verification['conclusion'], object>;
