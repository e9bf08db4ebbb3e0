import { useRef, useState } from 'react';
import { type Verification, verifyFile } from '../../verification/verify-file.ts';

/** A chosen file, and the result of its verification once there is one. */
export interface VerifiedFile {
  key: number;
  name: string;
  verification?: Verification;
  error?: Error;
}

/** Verifies files one after the other, in the order of their choice. The list begins with the latest file. */
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
