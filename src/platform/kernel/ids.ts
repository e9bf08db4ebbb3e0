import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new lower-case UUID v4. */
export const newId = (): string => randomUUID();

/** Whether a text can be an id of ours at all; what cannot be one is simply not found. */
export const isId = (text: string): boolean => UUID.test(text);
