import { Type } from 'typebox';
import type { EventDefinitions } from './event-definition.ts';
import { Address, Email, Fact, Id, Text } from './payload.ts';

const OF_ACCOUNT = { belongsTo: 'account', audience: 'administrators', revision: 'kept' } as const;
const ACCOUNT = { user_id: Id, email: Email };

const REFUSALS = ['unknown_account', 'deactivated', 'no_password', 'wrong_password'] as const;
const Refusal = Type.Enum(REFUSALS, { description: REFUSALS.map((code) => `\`${code}\``).join(', ') });
/** Account events call the values of a field before and after `from` and `to`. */
const FromTo = Type.Object({ from: Fact, to: Fact }, { additionalProperties: false });
const Changed = Type.Record(Type.String(), FromTo, { description: '`from` and `to` of each changed field' });

export const ACCOUNT_CATALOGUE = {
  login_succeeded: {
    ...OF_ACCOUNT,
    meaning: 'A user logged in by password.',
    payload: { address: Address, session_id: Id },
  },
  login_failed: {
    ...OF_ACCOUNT,
    meaning: 'A login by password was rejected. The actor is `anonymous`.',
    payload: { email: Email, address: Address, reason: Refusal },
  },
  logged_out: {
    ...OF_ACCOUNT,
    meaning: 'A user logged out, which ended the session.',
    mayRevoke: 'account',
    payload: { session_id: Id },
  },
  password_changed: {
    ...OF_ACCOUNT,
    meaning: 'A password was changed, which ended all sessions of the account.',
    mayRevoke: 'account',
    payload: ACCOUNT,
  },
  password_change_refused: {
    ...OF_ACCOUNT,
    meaning: 'A user gave a wrong current password when changing it.',
    payload: { user_id: Id, address: Address },
  },
  user_created: {
    ...OF_ACCOUNT,
    meaning: 'An account was created.',
    payload: { ...ACCOUNT, name: Text, role: Text },
  },
  user_updated: {
    ...OF_ACCOUNT,
    meaning: 'The name or role of an account was changed, or the account was activated again.',
    mayRevoke: 'account',
    payload: { ...ACCOUNT, changed: Changed },
  },
  user_deactivated: {
    ...OF_ACCOUNT,
    meaning: 'An account was deactivated, which ended all its sessions.',
    mayRevoke: 'account',
    payload: ACCOUNT,
  },
} as const satisfies EventDefinitions;
