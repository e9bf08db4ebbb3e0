import { useQuery } from '@tanstack/react-query';
import { useSession } from '../session/session.ts';
import { partiesQuery, type Room, type RoomDocument } from './room-queries.ts';

/** Returns whether the user may upload a document. Where a party is responsible, only it, the broker and the owner do. */
export function useMayUpload(room: Room): (document: RoomDocument) => boolean {
  const email = useSession()?.email;
  const { data: parties = [] } = useQuery(partiesQuery(room.id));
  const own = parties.find((party) => party.email === email)?.id;
  return ({ responsible_party_id }) =>
    room.permissions.includes('document.upload') &&
    (responsible_party_id === null ||
      responsible_party_id === own ||
      ['broker', 'owner'].includes(room.your_role));
}
