import { plainWord, sentenceCase } from '../../../components/sentence-case.ts';
import type { Finding, Party, Room } from '../../../room/room-queries.ts';

type Action = NonNullable<Finding['action']>;
type Role = Finding['acts'][number];

/** What has to be done, in words, and the permission that it needs. */
export const ACTIONS: Record<Action, { text: string; needs: Room['permissions'][number] }> = {
  name_vessels: { text: 'Name the vessels', needs: 'vessel.write' },
  correct_vessel: { text: 'Correct the vessel', needs: 'vessel.write' },
  state_dimensions: { text: 'Look at the dimensions', needs: 'vessel.write' },
  list_documents: { text: 'List the document', needs: 'document.write' },
  upload: { text: 'Upload', needs: 'document.upload' },
  review: { text: 'Review', needs: 'document.review' },
  state_vessel: { text: 'State the vessel', needs: 'document.write' },
  state_expiry: { text: 'State the expiry', needs: 'document.write' },
  state_issue_day: { text: 'State the day of issue', needs: 'document.write' },
  ask_for_approval: { text: 'Ask for an approval', needs: 'party.manage' },
  give_approval: { text: 'Give your approval', needs: 'approval.give' },
  lift_subject: { text: 'Lift the subject', needs: 'approval.lift' },
};

/** The findings that the same people have to act on. */
export interface FindingGroup {
  key: string;
  title: string;
  isYou: boolean;
  findings: Finding[];
}

interface Reader {
  room: Pick<Room, 'your_role' | 'permissions'>;
  parties: readonly Party[];
  email: string | undefined;
}

/** Groups findings by who has to act: the reader first, the others in the order of their gravest finding. */
export function groupByActor(findings: readonly Finding[], reader: Reader): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const isYou = actsOn(finding, reader);
    const key = isYou ? 'you' : (finding.party_id ?? finding.acts.join());
    const title = isYou ? 'You have to act' : titleOf(finding, reader.parties);
    const group = groups.get(key) ?? { key, title, isYou, findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((one, other) => Number(other.isYou) - Number(one.isYou));
}

/** An approval is for one party to give. A document with a responsible party, the broker and the owner can send too. */
function actsOn({ action, acts, party_id }: Finding, { room, parties, email }: Reader): boolean {
  if (action === null || !room.permissions.includes(ACTIONS[action].needs)) return false;
  const isOwn = parties.some((party) => party.id === party_id && party.email === email);
  return isOwn || (action !== 'give_approval' && (acts as readonly string[]).includes(room.your_role));
}

function titleOf({ party_id, acts }: Finding, parties: readonly Party[]): string {
  const party = parties.find(({ id }) => id === party_id);
  if (party) return `${party.label} (${plainWord(party.role)})`;
  return acts.length === 0 ? 'Nobody can act' : sentenceCase(rolesText(acts));
}

const rolesText = (roles: readonly Role[]): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(roles.map(plainWord));
