import { visibleName } from './visible-name.ts';

/**
 * A name that may contain several scripts, such as “نجمة الخليج (Najmat Al Khaleej)”. It is isolated from the text
 * around it, its parts run from left to right, and invisible characters are shown by their numbers. Use `dir="auto"`
 * for sentences that a user wrote.
 */
export const Name = ({ children }: { children: string }) => <bdi dir="ltr">{visibleName(children)}</bdi>;
