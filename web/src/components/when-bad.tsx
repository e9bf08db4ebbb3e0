import type { ReactNode } from 'react';
import classes from './when-bad.module.css';

/** What to do about a number that is not as it should be. */
export const WhenBad = ({ children }: { children: ReactNode }) => (
  <details className={classes.help}>
    <summary>When it is bad</summary>
    {children}
  </details>
);
