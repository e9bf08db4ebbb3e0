import { DEMONSTRATION_ACCOUNTS } from '../src/clearance/demonstration/demonstration-accounts.ts';
import { type BenchServer, expectStatus } from './server.ts';
import { timedEach } from './statistics.ts';

interface RoomSize {
  documents: number;
  messages: number;
}

/** Parties, two ships and 12 documents: with what was done for them, some 20 activities. */
export const TYPICAL: RoomSize = { documents: 12, messages: 0 };

/** The roles beside the broker that every version knows. */
const ROLES: readonly string[] = ['owner', 'charterer', 'seller', 'buyer', 'viewer'];

const AT_ONCE = 10;
const VESSELS = [
  { name: 'Χρυσή Αυγερινή', vessel_type: 'VLCC crude oil tanker', flag: 'Greece', imo: 'IMO 9703265' },
  { name: '远明湖', vessel_type: 'Aframax crude oil tanker', flag: 'China', imo: 'IMO 9528172' },
];

/** A room that the broker fills over HTTP; everything in it is an activity, too. */
export async function fillRoom({ call }: BenchServer, title: string, size: RoomSize): Promise<string> {
  const post = async (path: string, body: object) => expectStatus(await call('POST', path, body), 201).json();
  const room = { title, location: 'Off Ceuta', sts_eta: '2027-03-01T08:00:00Z', required_documents: false };
  const { id } = await post('/rooms', room);
  for (const { email, name, role } of DEMONSTRATION_ACCOUNTS) {
    if (ROLES.includes(role)) await post(`/rooms/${id}/parties`, { email, name, role });
  }
  for (const vessel of VESSELS) await post(`/rooms/${id}/vessels`, vessel);
  const types = (await call('GET', '/document-types')).json().items;
  await timedEach(size.documents, AT_ONCE, (index) =>
    post(`/rooms/${id}/documents`, {
      type_code: types[index % types.length].code,
      expires_on: `2027-0${(index % 9) + 1}-14`,
      notes: index % 3 === 0 ? `Renewal ${index} was requested; the surveyor boards at the anchorage.` : null,
    }),
  );
  await timedEach(size.messages, AT_ONCE, (index) =>
    post(`/rooms/${id}/messages`, { text: `Report no. ${index}` }),
  );
  return id;
}

/** Rooms that can be changed in turn, so that no record grows with the count of its changes. */
export async function typicalRooms(server: BenchServer, count: number): Promise<string[]> {
  const rooms: string[] = [];
  while (rooms.length < count) rooms.push(await fillRoom(server, `Room ${rooms.length}`, TYPICAL));
  return rooms;
}
