import { imoDigits } from './imo-number.ts';

/** A vessel or party of a room. A state of before version 0.3.0 has no labels. */
interface Labelled {
  name: string;
  label?: string;
}

/** Returns the name of a vessel or party in any text: its name, set apart from others of that name in its room. */
export const labelOf = ({ name, label }: Labelled): string => label ?? name;

interface NamedVessel {
  id: string;
  name: string;
  imo: string;
}

/**
 * Returns the labels of the vessels of a room, by id. A name that is not unique in the room is followed by the IMO
 * number: `Aurora (IMO 9074729)`.
 */
export const vesselLabels = (vessels: readonly NamedVessel[]): Map<string, string> =>
  labelsOf(vessels, ({ name, imo }) => `${name} (IMO ${imoDigits(imo) ?? imo})`);

interface NamedParty {
  id: string;
  name: string;
  company: string | null;
  email: string;
}

/**
 * Returns the labels of the parties of a room, by id. A name that is not unique in the room is followed by the company,
 * or by the address if no company is stated, or if a namesake has the same one: `Li Wei, COSCO`.
 */
export function partyLabels(parties: readonly NamedParty[]): Map<string, string> {
  const withCompany = ({ name, company }: NamedParty): string => `${name}, ${company ?? ''}`;
  const alike = counted(parties.map(withCompany));
  return labelsOf(parties, (party) =>
    party.company && alike(withCompany(party)) === 1 ? withCompany(party) : `${party.name}, ${party.email}`,
  );
}

function labelsOf<Item extends { id: string; name: string }>(
  items: readonly Item[],
  setApart: (item: Item) => string,
): Map<string, string> {
  const namesakes = counted(items.map(({ name }) => name));
  return new Map(items.map((item) => [item.id, namesakes(item.name) === 1 ? item.name : setApart(item)]));
}

/** Returns how often a text occurs. Case, width and spaces make no difference. */
function counted(texts: readonly string[]): (text: string) => number {
  const groups = Map.groupBy(texts, nameKey);
  return (text) => groups.get(nameKey(text))?.length ?? 0;
}

/** Upper case comes first, because it writes `ß` as `SS` and the final sigma as any other. */
const nameKey = (name: string): string =>
  name.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim();
