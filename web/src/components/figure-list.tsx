import classes from './figure-list.module.css';
import { WhenBad } from './when-bad.tsx';

export interface Figure {
  label: string;
  value: string;
  /** The details of the number. */
  meaning: string;
  /** What to do if the number is bad. */
  whenBad?: string;
}

/** The most important numbers of a page. */
export const FigureList = ({ figures }: { figures: readonly Figure[] }) => (
  <ul className={classes.list} aria-label="Figures">
    {figures.map(({ label, value, meaning, whenBad }) => (
      <li key={label} className={classes.figure}>
        <span className={classes.label}>{label}</span>
        <span className={classes.value}>{value}</span>
        <span className={classes.meaning}>{meaning}</span>
        {whenBad && <WhenBad>{whenBad}</WhenBad>}
      </li>
    ))}
  </ul>
);
