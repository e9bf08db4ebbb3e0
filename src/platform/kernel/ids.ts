import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Returns a new lower-case UUID v4. */
export const newId = (): string => randomUUID();

/** Returns whether a text has the form of an id. A text without it cannot be found. */
export const isId = (text: string): boolean => UUID.test(text);
