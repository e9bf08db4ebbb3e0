import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import type { Verification } from './verify-file.ts';

/** The text for each result of a verification, and what to do about it. */
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
    title: 'Not authentic: the file was changed',
    meaning: 'This installation sealed the record, but the file was changed afterwards.',
    advice:
      'Do not rely on this copy. Ask the sender for the file exactly as it was downloaded, or ask a party of the room to download the record again.',
  },
  saved_again: {
    tone: 'bad',
    icon: CircleX,
    title: 'Not authentic: the file was saved again',
    meaning:
      'This looks like a record that another program wrote anew, such as a PDF editor, a mail filter or a zip program. That breaks the seal, even if nothing else changed.',
    advice:
      'Nobody can tell whether the content is the same. Do not rely on this copy. Ask the sender for the file exactly as it was downloaded, or download the record again.',
  },
  not_ours: {
    tone: 'bad',
    icon: CircleX,
    title: 'Not authentic here: another signer sealed it',
    meaning: 'The file has a seal, but this installation did not make it.',
    advice: 'If the record comes from another installation, verify it there. Otherwise do not rely on it.',
  },
  not_recorded: {
    tone: 'bad',
    icon: TriangleAlert,
    title: 'Not authentic: the audit log does not confirm it',
    meaning: 'The seal is valid, but the audit log of this installation does not confirm it.',
    advice:
      'Do not rely on the file, and inform an administrator at once. The signing key may be stolen, or the log was restored from an older copy.',
  },
  no_seal: {
    tone: 'bad',
    icon: CircleX,
    title: 'Not authentic: there is no seal',
    meaning: 'The file contains no proof of its origin.',
    advice:
      'Printing, converting or saving a record again removes its seal. Ask for the file exactly as it was downloaded.',
  },
  not_a_record: {
    tone: 'caution',
    icon: CircleHelp,
    title: 'Not a record',
    meaning: 'The file is not a PDF, JSON or zip file that Roomshot makes.',
    advice: 'Choose the file that was downloaded. A picture or a scan of a record cannot be verified.',
  },
} as const satisfies Record<Verification['conclusion'], object>;
