import { labelOf } from '../../../clearance/vocabulary/label.ts';
import type { ApprovalState, VesselState } from '../../../clearance/vocabulary/room-state.ts';
import { type Label, readable, statusLabel } from '../../wording/vocabulary.ts';
import { TEXT_WIDTH } from '../design/paper.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { cellPlace, rowHeight } from './table-rows.ts';

interface MatrixRow {
  party: string;
  /** The decisions on the operation and on each ship. `null` if no approval was requested. */
  decisions: (Label | null)[];
  height: number | null;
}

/** Parties against the operation and its ships. */
export interface ApprovalMatrix {
  columns: number[];
  /** The headings of the columns after the first. */
  subjects: string[];
  rows: MatrixRow[];
}

const PARTY_WIDTH = 163;
const SIZE = 8.5;
const HEAD_SIZE = 7.5;
/** More columns would be too narrow for the word of a decision. */
const MAX_SHIPS = 4;

/**
 * Returns the matrix of approvals by ship, or nothing if no approval is about a ship, or if there are too many ships.
 * The list then shows all approvals.
 */
export function approvalMatrix(
  approvals: ApprovalState[],
  vessels: VesselState[],
  setter: TextSetter,
): ApprovalMatrix | null {
  const asked = new Set(approvals.map(({ vessel_id }) => vessel_id));
  const ships = vessels.filter(({ id }) => asked.has(id));
  if (ships.length === 0 || ships.length > MAX_SHIPS) return null;
  const subjects = [
    ...(asked.has(null) ? [{ id: null, name: 'Operation' }] : []),
    ...ships.map((ship) => ({ id: ship.id, name: labelOf(ship) })),
  ];
  const width = (TEXT_WIDTH - PARTY_WIDTH) / subjects.length;
  const rows = [...Map.groupBy(approvals, ({ party_id }) => party_id).values()].map((own): MatrixRow => {
    const [{ party_name, party_role }] = own as [ApprovalState];
    const party = setter.lines(`${party_name}, ${readable(party_role)}`, cellPlace(PARTY_WIDTH, SIZE));
    const decisions = subjects.map(({ id }) => {
      const decision = own.find(({ vessel_id }) => vessel_id === id);
      return decision ? shownLabel(decision.status, width, setter) : null;
    });
    const words = decisions.map((decision) => decision?.word.split('\n').map(() => SIZE) ?? [SIZE]);
    return {
      party: party.join('\n'),
      decisions,
      height: rowHeight(
        party.map(() => SIZE),
        ...words,
      ),
    };
  });
  return {
    columns: [PARTY_WIDTH, ...subjects.map(() => width)],
    subjects: subjects.map(({ name }) => setter.lines(name, cellPlace(width, HEAD_SIZE, true)).join('\n')),
    rows,
  };
}

function shownLabel(status: ApprovalState['status'], width: number, setter: TextSetter): Label {
  const label = statusLabel(status);
  return { ...label, word: setter.lines(label.word, cellPlace(width - 10, SIZE, true)).join('\n') };
}
