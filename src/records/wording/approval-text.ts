import type { ApprovalState } from '../../clearance/vocabulary/room-state.ts';

/** Returns what an approval is of, for a table: the operation, a ship, or the compatibility of the ships. */
export function concernText({
  concerns,
  vessel_name,
}: Pick<ApprovalState, 'concerns' | 'vessel_name'>): string {
  if (vessel_name !== null) return vessel_name;
  return concerns === 'compatibility' ? 'Compatibility' : 'Operation';
}
