import { Type } from 'typebox';
import type { EventDefinitions } from './event-definition.ts';
import { Bytes, Count, Flag, Id, Moment, Nullable, Text } from './payload.ts';

const OF_SYSTEM = { belongsTo: 'system', audience: 'administrators', revision: 'kept' } as const;

export const SYSTEM_CATALOGUE = {
  cache_invalidated: {
    ...OF_SYSTEM,
    meaning: 'An administrator removed editions from the cache: all, those of a room, or one.',
    payload: {
      all: Type.Optional(Flag),
      roomId: Type.Optional(Id),
      key: Type.Optional(Type.String({ description: 'edition key' })),
      editions: Count,
    },
  },
  cleanup_done: {
    ...OF_SYSTEM,
    meaning: 'A clean-up removed data that nothing needs any more.',
    payload: {
      items: Count,
      bytes: Bytes,
      removed: Type.Record(Type.String(), Count, { description: 'count of each kind' }),
    },
  },
  cleanup_held_back: {
    ...OF_SYSTEM,
    meaning:
      'A clean-up did not remove files, because they were more than half of all files, or none was needed.',
    payload: {
      name: Type.String({ description: 'step of the clean-up' }),
      items: Count,
      bytes: Bytes,
      of: Type.Integer({ description: 'number of all files' }),
    },
  },
  clock_confirmed: {
    ...OF_SYSTEM,
    meaning: 'An administrator confirmed the clock. The payload says why it was not trusted, if it was not.',
    payload: {
      reason: Nullable(Text),
      expected_at: Nullable(Moment),
      actual_at: Nullable(Moment),
      ended_sessions: Count,
    },
  },
  backup_made: { ...OF_SYSTEM, meaning: 'A backup was made.', payload: {} },
  backup_restored: {
    ...OF_SYSTEM,
    meaning: 'This installation was restored from a backup.',
    payload: { created_at: Moment, version: Text },
  },
} as const satisfies EventDefinitions;
