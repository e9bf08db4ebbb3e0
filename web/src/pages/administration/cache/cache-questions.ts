import { api, bodyOf } from '../../../api/api.ts';
import type { Question } from '../../../components/confirm-dialog.tsx';
import { fileSizeText } from '../../../components/file-size.ts';
import type { Edition } from './cache-queries.ts';

interface Invalidated {
  invalidated: number;
}

const KEPT =
  'A file that a snapshot needs is evidence and is kept. Other editions are rendered again when they are needed.';
const describe = ({ invalidated }: Invalidated): string =>
  invalidated === 1
    ? '1 edition was removed from the cache.'
    : `${invalidated} editions were removed from the cache.`;

export const clearing: Question<Invalidated> = {
  title: 'Clear the cache?',
  text: KEPT,
  submit: 'Clear the cache',
  isDangerous: true,
  act: () => bodyOf(api.DELETE('/api/v1/admin/cache/editions')),
  describe,
};

export const invalidation = ({ key, type, size }: Edition): Question<Invalidated> => ({
  title: 'Invalidate this edition?',
  text: `${type.toUpperCase()}, ${fileSizeText(size)}. ${KEPT}`,
  submit: 'Invalidate',
  isDangerous: true,
  act: () => bodyOf(api.DELETE('/api/v1/admin/cache/editions/{key}', { params: { path: { key } } })),
  describe,
});

export const roomInvalidation = (roomId: string): Question<Invalidated> => ({
  title: 'Invalidate the editions of this room?',
  text: KEPT,
  submit: 'Invalidate',
  isDangerous: true,
  act: () => bodyOf(api.DELETE('/api/v1/admin/cache/rooms/{id}', { params: { path: { id: roomId } } })),
  describe,
});

export const clockConfirmation: Question = {
  title: 'Is the clock of the server right?',
  text: 'Compare it with another clock. If it is wrong, correct it first: data that seem too old are removed.',
  submit: 'Confirm the clock',
  act: () => bodyOf(api.POST('/api/v1/admin/clock/confirmation', { body: {} })),
  describe: () => 'The clock is confirmed. Data are removed again.',
};
