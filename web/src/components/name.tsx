/**
 * A name that may contain several scripts, such as “نجمة الخليج (Najmat Al Khaleej)”. It is isolated from the text
 * around it, and its parts run from left to right. Use `dir="auto"` for sentences that a user wrote.
 */
export const Name = ({ children }: { children: string }) => <bdi dir="ltr">{children}</bdi>;
