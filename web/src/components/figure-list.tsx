import classes from './figure-list.module.css';
import { WhenBad } from './when-bad.tsx';

export interface Figure {
  label: string;
  value: string;
  /** What stands behind the number. */
  meaning: string;
  whenBad?: string;
}

/** The numbers that matter at a glance. */
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
