import type { ReactNode } from 'react';
import classes from './facts.module.css';

export interface Fact {
  name: string;
  /** `null` if the fact is not stated. */
  value: ReactNode;
  /** Whether the value takes a whole line, such as a long text. */
  isWide?: boolean;
}

/** A list of names and values, in as many columns as fit. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={classes.facts}>
    {facts.map(({ name, value, isWide }) => (
      <div key={name} className={classes.fact} data-wide={isWide || undefined}>
        <dt>{name}</dt>
        <dd dir="auto">{value ?? <span className={classes.unstated}>Not stated</span>}</dd>
      </div>
    ))}
  </dl>
);
