import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { imoKey } from '../vocabulary/imo-number.ts';
import type {
  CurrentDocument,
  CurrentRoomFacts,
  MaterialFacts,
  VesselState,
} from '../vocabulary/room-state.ts';
import { counts } from './document-findings.ts';
import { MATERIAL_TOLERANCE } from './rule-set.ts';
import { isDue } from './stage.ts';

/** The parts of a state that material facts are taken from. */
export interface MaterialState {
  room: CurrentRoomFacts;
  vessels: readonly VesselState[];
  documents: readonly CurrentDocument[];
}

const HOUR_MS = 3_600_000;

/** Returns the material facts of a state: what an approval that is given now is of. */
export function materialFacts({ room, vessels, documents }: MaterialState): MaterialFacts {
  const { location, sts_eta, cargo_type, cargo_quantity, cargo_unit, stage } = room;
  const facts = {
    ...{ location, sts_eta, cargo_type, cargo_quantity, cargo_unit },
    vessels: vesselsOf(vessels),
    documents: documents
      .filter((document) => document.version > 0 && counts(document) && isDue(document.due_stage, stage))
      .map(({ id, version }) => ({ id, version }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
  return { hash: sha256(canonicalJson(facts)), ...facts };
}

const vesselsOf = (vessels: readonly VesselState[]): MaterialFacts['vessels'] =>
  vessels
    .map(({ imo, name, operation_role, manoeuvring_role = null }) => ({
      ...{ imo: imoKey(imo), name, operation_role, manoeuvring_role },
    }))
    .toSorted((a, b) => (a.imo < b.imo ? -1 : 1));

/** A material fact, the word for it, and whether it differs. */
type Comparison = readonly [word: string, differs: boolean];

/**
 * Returns the words for the material facts that have changed since an approval was given. A document that was not there
 * then is no change: it only adds evidence.
 */
export function changedSince(given: MaterialFacts, state: MaterialState): string[] {
  const { room, vessels, documents } = state;
  const versions = new Map(documents.map(({ id, version }) => [id, version]));
  const comparisons: Comparison[] = [
    ['ETA', hoursBetween(given.sts_eta, room.sts_eta) > MATERIAL_TOLERANCE.etaHours],
    ['place', given.location !== room.location],
    ['cargo', given.cargo_type !== room.cargo_type],
    ['quantity', quantityDiffers(given, room)],
    ['vessels', canonicalJson(given.vessels) !== canonicalJson(vesselsOf(vessels))],
    ['documents', given.documents.some(({ id, version }) => versions.get(id) !== version)],
  ];
  return comparisons.filter(([, differs]) => differs).map(([word]) => word);
}

const hoursBetween = (one: string, other: string): number =>
  Math.abs(Date.parse(one) - Date.parse(other)) / HOUR_MS;

type Quantity = Pick<MaterialFacts, 'cargo_quantity' | 'cargo_unit'>;

function quantityDiffers(given: Quantity, now: Quantity): boolean {
  if (given.cargo_unit !== now.cargo_unit) return true;
  const [was, is] = [given.cargo_quantity, now.cargo_quantity];
  if (was === null || is === null) return was !== is;
  return Math.abs(is - was) > (was * MATERIAL_TOLERANCE.quantityPercent) / 100;
}
