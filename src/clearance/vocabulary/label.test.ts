import { expect, test } from 'vitest';
import { labelOf, partyLabels, vesselLabels } from './label.ts';

const labels = <Item extends { id: string }>(
  items: readonly Omit<Item, 'id'>[],
  toLabels: (items: Item[]) => Map<string, string>,
) => [...toLabels(items.map((item, n) => ({ id: String(n), ...item }) as Item)).values()];

test('a unique name of a vessel stands alone', () => {
  const ships = [
    { name: 'Aurora', imo: '9074729' },
    { name: 'Polaris', imo: '9074729' },
  ];
  expect(labels(ships, vesselLabels)).toEqual(['Aurora', 'Polaris']);
});

test.each([
  ['Aurora', 'AURORA'],
  ['Aurora', 'Ａｕｒｏｒａ'],
  ['Straße', 'STRASSE'],
  ['ΠΟΛΙΚΟΣ', 'Πολικός'.normalize('NFD').replace('\u0301', '')],
  ['North  Star', ' north star'],
])('%j and %j are one name', (one, other) => {
  const ships = [
    { name: one, imo: 'IMO 9074729' },
    { name: other, imo: '９３１９４６６' },
    { name: 'Third', imo: 'TBN' },
  ];
  expect(labels(ships, vesselLabels)).toEqual([`${one} (IMO 9074729)`, `${other} (IMO 9319466)`, 'Third']);
});

test('a number that is none is shown as it was entered', () => {
  const ships = ['TBN', '907472'].map((imo) => ({ name: 'Aurora', imo }));
  expect(labels(ships, vesselLabels)).toEqual(['Aurora (IMO TBN)', 'Aurora (IMO 907472)']);
});

test('the company sets persons of one name apart, else the address', () => {
  const person = (company: string | null, email: string) => ({ name: 'Li Wei', company, email });
  const people = [
    person('COSCO', 'a@x.example'),
    person('Sinopec', 'b@x.example'),
    person('SINOPEC', 'c@x.example'),
    person(null, 'd@x.example'),
    { name: 'Ingrid', company: 'COSCO', email: 'e@x.example' },
  ];
  expect(labels(people, partyLabels)).toEqual([
    'Li Wei, COSCO',
    'Li Wei, b@x.example',
    'Li Wei, c@x.example',
    'Li Wei, d@x.example',
    'Ingrid',
  ]);
});

test('an earlier state has only names', () => {
  expect(labelOf({ name: 'Aurora' })).toBe('Aurora');
  expect(labelOf({ name: 'Aurora', label: 'Aurora (IMO 9074729)' })).toBe('Aurora (IMO 9074729)');
});
