import { expect, test } from 'vitest';
import type { Finding, Party } from '../../../room/room-queries.ts';
import { groupByActor } from './findings-by-actor.ts';

const finding = (own: Partial<Finding>): Finding => ({
  ...{ blocking: true, code: '', subject: '', document_id: null, approval_id: null, party_id: null },
  ...{ action: 'upload', acts: [], text: '' },
  ...own,
});
const party = (id: string, own: Partial<Party>): Party =>
  ({
    id,
    role: 'charterer',
    name: id,
    label: id,
    email: `${id}@ship.example`,
    company: null,
    ...own,
  }) as Party;
const PARTIES = [party('alexey', {}), party('dmitri', {}), party('joana', { role: 'seller' })];
const permissions = ['document.upload', 'document.review', 'approval.give'] as const;

const groupsFor = (email: string, your_role: 'charterer' | 'seller', findings: Finding[]) =>
  groupByActor(findings, { room: { your_role, permissions: [...permissions] }, parties: PARTIES, email }).map(
    ({ title, isYou, findings: all }) => [isYou ? 'you' : title, ...all.map(({ text }) => text)],
  );

const FINDINGS = [
  finding({ text: 'file', acts: ['broker', 'owner'], party_id: 'joana' }),
  finding({ text: 'review', action: 'review', acts: ['owner', 'broker', 'charterer'] }),
  finding({ text: 'approval', action: 'give_approval', acts: ['charterer'], party_id: 'dmitri' }),
  finding({ text: 'listing', action: 'list_documents', acts: ['broker', 'owner'] }),
  finding({ text: 'cancelled', action: null }),
];

test('what the reader can do comes first, and an approval is for its own party alone', () => {
  expect(groupsFor('alexey@ship.example', 'charterer', FINDINGS)).toEqual([
    ['you', 'review'],
    ['joana (seller)', 'file'],
    ['dmitri (charterer)', 'approval'],
    ['Broker or owner', 'listing'],
    ['Nobody can act', 'cancelled'],
  ]);
  expect(groupsFor('dmitri@ship.example', 'charterer', FINDINGS)[0]).toEqual(['you', 'review', 'approval']);
});

test('the party that is responsible for a document has to send it', () => {
  expect(groupsFor('joana@ship.example', 'seller', FINDINGS)[0]).toEqual(['you', 'file']);
});
