import { type Zippable, zipSync } from 'fflate';
import { CHANGE_FIELDS, changeRows } from './csv-changes.ts';
import {
  ACTIVITY_FIELDS,
  APPROVAL_FIELDS,
  DOCUMENT_FIELDS,
  PARTY_FIELDS,
  ROOM_FIELDS,
  VERDICT_FIELDS,
  VESSEL_FIELDS,
} from './csv-fields.ts';
import { type CsvCell, csvText } from './csv-text.ts';
import type { EditionContent } from './edition-content.ts';

/** The earliest moment that a zip can hold: equal content must give equal bytes. */
const FIXED_TIME = new Date(1980, 0, 1);

/**
 * The CSV edition: a complete zip with one CSV file for each table. The seal appends one more entry and a new
 * directory, so that these bytes stay a prefix of the sealed file.
 */
export function renderCsvEdition(content: EditionContent): Uint8Array {
  const { room, verdict, parties, vessels, documents, approvals, activity, changes } = content;
  const files: Zippable = {
    'room.csv': table(ROOM_FIELDS, [room]),
    'verdict.csv': table(VERDICT_FIELDS, verdictRows(verdict)),
    'parties.csv': table(PARTY_FIELDS, parties),
    'vessels.csv': table(VESSEL_FIELDS, vessels),
  };
  if (documents) files['documents.csv'] = table(DOCUMENT_FIELDS, documents);
  if (approvals) files['approvals.csv'] = table(APPROVAL_FIELDS, approvals);
  if (activity) files['activity.csv'] = table(ACTIVITY_FIELDS, activity);
  if (changes) files['changes.csv'] = table(CHANGE_FIELDS, changeRows(changes));
  return zipSync(files, { mtime: FIXED_TIME, level: 6 });
}

function table<Field extends string>(
  fields: readonly Field[],
  rows: readonly Record<Field, CsvCell>[],
): Uint8Array {
  return Buffer.from(
    csvText(
      fields,
      rows.map((row) => fields.map((field) => row[field])),
    ),
  );
}

/** Without a reason there is still the outcome. */
function verdictRows({
  outcome,
  reasons,
}: EditionContent['verdict']): Record<(typeof VERDICT_FIELDS)[number], CsvCell>[] {
  if (reasons.length > 0) return reasons.map((reason) => ({ outcome, ...reason }));
  const none = {
    blocking: null,
    code: null,
    subject: null,
    text: null,
    document_id: null,
    approval_id: null,
  };
  return [{ outcome, ...none }];
}
