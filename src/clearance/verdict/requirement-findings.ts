import { labelOf } from '../vocabulary/label.ts';
import type { CurrentDocument, CurrentRequirement, VesselState } from '../vocabulary/room-state.ts';
import type { DocumentSubject } from '../vocabulary/room-words.ts';
import { counts } from './document-findings.ts';
import { BROKER_OR_OWNER, type Finding, finding } from './finding.ts';

/** Returns whether a requirement with a subject asks for a document of a vessel with this part in the operation. */
function asksVessel(subject: DocumentSubject, part: VesselState['operation_role']): boolean {
  switch (subject) {
    case 'operation':
      return false;
    case 'each_ship':
      return true;
    case 'discharging':
    case 'receiving':
      return subject === part;
  }
}

/**
 * Returns a finding for each document that a requirement asks for and nobody listed. Only what is required is asked for
 * from every vessel: another type counts where it is listed.
 */
export function judgeRequirement(
  requirement: CurrentRequirement,
  documents: readonly CurrentDocument[],
  vessels: readonly VesselState[],
): Finding[] {
  const { type_code, type_name, applies_to } = requirement;
  if (!requirement.required) return [];
  const listed = documents.filter(
    (document) => document.type_code === type_code && document.status !== 'superseded',
  );
  const missing = (subject: string): Finding =>
    finding({
      code: 'document_missing',
      blocking: counts(requirement),
      subject,
      text: `${subject}: not listed.`,
      remedy: { action: 'list_documents', acts: BROKER_OR_OWNER },
    });
  if (applies_to === 'operation') return listed.length > 0 ? [] : [missing(type_name)];
  const asked = vessels.filter(({ operation_role }) => asksVessel(applies_to, operation_role));
  if (asked.length === 0)
    return applies_to === 'each_ship' ? [] : [missing(`${type_name} of the ${applies_to} vessel`)];
  return asked
    .filter(({ id }) => !listed.some(({ vessel_id }) => vessel_id === id))
    .map((vessel) => missing(`${type_name} of ${labelOf(vessel)}`));
}
