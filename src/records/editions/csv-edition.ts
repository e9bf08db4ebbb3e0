import { type Zippable, zipSync } from 'fflate';
import { ACTIVITY_FIELDS } from '../../clearance/vocabulary/activity-fields.ts';
import type { Compatibility } from '../../clearance/vocabulary/compatibility.ts';
import { DOCUMENT_FIELDS } from '../../clearance/vocabulary/document-fields.ts';
import { EXCEPTION_FIELDS } from '../../clearance/vocabulary/exception-fields.ts';
import { type FieldTable, fieldNames } from '../../clearance/vocabulary/field.ts';
import { APPROVAL_FIELDS, PARTY_FIELDS } from '../../clearance/vocabulary/party-fields.ts';
import { REQUIREMENT_FIELDS } from '../../clearance/vocabulary/requirement-fields.ts';
import { ROOM_FIELDS } from '../../clearance/vocabulary/room-fields.ts';
import type { ApprovalState } from '../../clearance/vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../../clearance/vocabulary/vessel-fields.ts';
import { type CsvCell, csvText } from '../../platform/kernel/csv-text.ts';
import { CHANGE_FIELDS, changeRows } from './csv-changes.ts';
import { verdictColumns, verdictRows } from './csv-verdict.ts';
import type { EditionContent } from './edition-content.ts';

/** The mark makes Excel read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** The earliest time of a zip entry. It is fixed, because equal content must give equal bytes. */
const FIXED_TIME = new Date(1980, 0, 1);

/**
 * Renders the CSV edition: a complete zip with one CSV file for each table. The seal appends one more entry and a new
 * directory, so that these bytes stay a prefix of the sealed file.
 */
export function renderCsvEdition(content: EditionContent): Uint8Array {
  const { room, verdict, parties, vessels, requirements, documents, approvals, activity, changes } = content;
  const { compatibility, exceptions } = content;
  const files: Zippable = {
    'room.csv': stateTable(ROOM_FIELDS, [room]),
    'verdict.csv': table(verdictColumns(verdict), verdictRows(verdict)),
    'parties.csv': stateTable(PARTY_FIELDS, parties),
    'vessels.csv': stateTable(VESSEL_FIELDS, vessels),
  };
  if (compatibility) files['compatibility.csv'] = table(COMPARED_COLUMNS, comparedRows(compatibility));
  if (exceptions) files['exceptions.csv'] = stateTable(EXCEPTION_FIELDS, exceptions);
  if (requirements) files['requirements.csv'] = stateTable(REQUIREMENT_FIELDS, requirements);
  if (documents) files['documents.csv'] = stateTable(DOCUMENT_FIELDS, documents);
  if (approvals) files['approvals.csv'] = stateTable(APPROVAL_FIELDS, approvals);
  if (approvals?.some(({ subjects }) => subjects)) {
    files['subjects.csv'] = table(SUBJECT_COLUMNS, subjectRows(approvals));
  }
  if (activity) files['activity.csv'] = stateTable(ACTIVITY_FIELDS, activity);
  if (changes) files['changes.csv'] = table(CHANGE_FIELDS, changeRows(changes));
  return zipSync(files, { mtime: FIXED_TIME, level: 6 });
}

const COMPARED_COLUMNS = [
  ...(['fact', 'label', 'unit', 'vessel_a', 'vessel_b', 'value_a', 'value_b'] as const),
  ...(['difference', 'judgement', 'limit', 'source'] as const),
] as const;

const comparedRows = ({ vessels: [a, b], facts }: Compatibility) =>
  facts.map(({ values: [value_a, value_b], ...compared }) => ({
    ...{ vessel_a: a?.label ?? null, vessel_b: b?.label ?? null, value_a, value_b },
    ...compared,
  }));

const SUBJECT_COLUMNS = ['approval_id', 'id', 'text', 'lifted_by', 'lifted_at', 'reason'] as const;

const subjectRows = (approvals: readonly ApprovalState[]) =>
  approvals.flatMap(({ id, subjects = [] }) => subjects.map((subject) => ({ approval_id: id, ...subject })));

/**
 * Returns a column for each field. A field that was added later than these states, or dropped before, has none, so their
 * bytes stay the same. Commercial terms have none if they are left out.
 */
function stateTable<Table extends FieldTable>(
  fields: Table,
  things: readonly { [Name in keyof Table & string]?: CsvCell }[],
): Uint8Array {
  const names = fieldNames(fields).filter(
    (name) =>
      (fields[name]?.since ?? fields[name]?.until ?? fields[name]?.audience) === undefined ||
      things.some((thing) => name in thing),
  );
  return table(names, things);
}

function table<Column extends string>(
  columns: readonly Column[],
  rows: readonly { [Name in Column]?: CsvCell }[],
): Uint8Array {
  const cells = rows.map((row) => columns.map((column) => row[column] ?? null));
  return Buffer.from(BYTE_ORDER_MARK + csvText(columns, cells));
}
