import { useRef, useState } from 'react';
import { type Verification, verifyFile } from '../../verification/verify-file.ts';

/** A file that was chosen, and what came of it as soon as something has. */
export interface VerifiedFile {
  key: number;
  name: string;
  verification?: Verification;
  error?: Error;
}

/** Has files verified one after the other, in the order in which they were chosen; the latest is listed first. */
export function useVerifications() {
  const [files, setFiles] = useState<readonly VerifiedFile[]>([]);
  const lastKey = useRef(0);
  const work = useRef(Promise.resolve());
  const conclude = (key: number, outcome: Partial<VerifiedFile>) =>
    setFiles((all) => all.map((file) => (file.key === key ? { ...file, ...outcome } : file)));
  const verify = (file: File) => {
    const key = ++lastKey.current;
    setFiles((all) => [{ key, name: file.name }, ...all]);
    work.current = work.current
      .then(() => verifyFile(file))
      .then(
        (verification) => conclude(key, { verification }),
        (error: Error) => conclude(key, { error }),
      );
  };
  return { files, verify };
}
