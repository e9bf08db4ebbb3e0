import type { ReactNode } from 'react';
import classes from './app-shell.module.css';
import { Banner } from './banner.tsx';

/** The frame of the application: skip link, banner and content. */
export const AppShell = ({ children }: { children: ReactNode }) => (
  <>
    <a className={classes.skip} href="#content">
      Skip to the content
    </a>
    <Banner />
    <main id="content" tabIndex={-1} className={classes.content}>
      {children}
    </main>
  </>
);
