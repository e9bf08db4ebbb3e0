import type { ReactNode } from 'react';
import classes from './when-bad.module.css';

/** The advice for a bad number. It is folded until the user opens it. */
export const WhenBad = ({ children }: { children: ReactNode }) => (
  <details className={classes.help}>
    <summary>When it is bad</summary>
    {children}
  </details>
);
