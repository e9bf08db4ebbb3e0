import { Braces, FileText, Sheet } from 'lucide-react';
import type { SnapshotType } from './snapshot.ts';

/** The name and the purpose of each file type. */
export const SNAPSHOT_TYPES = {
  pdf: { name: 'PDF', icon: FileText, purpose: 'A report to read, print and send' },
  json: { name: 'JSON', icon: Braces, purpose: 'The complete data, for other systems' },
  csv: { name: 'CSV', icon: Sheet, purpose: 'One table for each section in a zip file, for spreadsheets' },
} as const satisfies Record<SnapshotType, object>;
