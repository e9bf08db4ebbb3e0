import { partyLabels, vesselLabels } from '../vocabulary/label.ts';
import type { ApprovalState, DocumentState, PartyState, VesselState } from '../vocabulary/room-state.ts';

/** What sets the vessels and parties of a room apart. */
export interface RoomNames {
  vessels: Pick<VesselState, 'id' | 'name' | 'imo'>[];
  parties: Pick<PartyState, 'id' | 'name' | 'company' | 'email'>[];
}

interface Sections {
  parties: PartyState[];
  vessels: VesselState[];
  documents: DocumentState[];
  approvals: ApprovalState[];
}

/**
 * Writes the labels of vessels and parties into sections of a room. All names of vessels and parties that a reader sees
 * come from here.
 * @param names of the whole room, also if the sections contain only some of its items
 */
export function writeLabels<Given extends Partial<Sections>>(given: Given, names: RoomNames): Given {
  const vessels = vesselLabels(names.vessels);
  const parties = partyLabels(names.parties);
  const { documents = [], approvals = [] } = given;
  for (const vessel of given.vessels ?? []) vessel.label = vessels.get(vessel.id) ?? vessel.name;
  for (const party of given.parties ?? []) party.label = parties.get(party.id) ?? party.name;
  for (const approval of approvals)
    approval.party_name = parties.get(approval.party_id) ?? approval.party_name;
  for (const document of documents) {
    const { responsible_party_id: id } = document;
    if (id != null) document.responsible_party = parties.get(id) ?? document.responsible_party ?? null;
  }
  for (const item of [...documents, ...approvals]) {
    if (item.vessel_id !== null) item.vessel_name = vessels.get(item.vessel_id) ?? item.vessel_name;
  }
  return given;
}
