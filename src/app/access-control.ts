import { findRoomRole, lockRoomRole } from '../clearance/state/room-access-store.ts';
import type { AccessControl } from '../http/server/access.ts';
import { lockAccountChanges } from '../people/accounts/user-store.ts';
import type { Authenticator } from '../people/login/authenticator.ts';
import type { Queryable } from '../platform/db/database.ts';
import { containCommercial } from '../records/snapshots/snapshot-store.ts';
import { findRoomOfTask } from '../records/snapshots/task-store.ts';

interface AccessControlParts {
  db: Queryable;
  authenticator: Authenticator;
  recogniseOperator: AccessControl['recogniseOperator'];
}

/** Connects the guard of the routes with accounts and rooms. */
export const createAccessControl = ({
  db,
  authenticator,
  recogniseOperator,
}: AccessControlParts): AccessControl => ({
  verify: authenticator.verify,
  rights: {
    identify: authenticator.identify,
    findRoomRole: (roomId, actor) => findRoomRole(db, roomId, actor),
    findRoomOfTask: (taskId) => findRoomOfTask(db, taskId),
    containCommercial: (roomId, ids) => containCommercial(db, roomId, ids),
  },
  async lockRights(tx, { changesAccounts, changesRoom }) {
    if (changesAccounts) await lockAccountChanges(tx);
    return {
      identify: (credentials) => authenticator.identifyLocked(tx, credentials),
      findRoomRole: (roomId, actor) => lockRoomRole(tx, roomId, actor, { forChange: changesRoom }),
      findRoomOfTask: (taskId) => findRoomOfTask(tx, taskId),
      containCommercial: (roomId, ids) => containCommercial(tx, roomId, ids),
    };
  },
  recogniseOperator,
});
