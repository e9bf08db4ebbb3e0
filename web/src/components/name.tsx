/**
 * A name that may begin in Arabic and go on in Latin letters, such as “نجمة الخليج (Najmat Al Khaleej)”: apart from
 * what stands around it, and from left to right like that. What a person wrote freely has its own direction.
 */
export const Name = ({ children }: { children: string }) => <bdi dir="ltr">{children}</bdi>;
