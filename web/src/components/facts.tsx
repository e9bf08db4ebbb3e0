import type { ReactNode } from 'react';
import classes from './facts.module.css';

export interface Fact {
  name: string;
  /** `null` if it is not stated. */
  value: ReactNode;
}

/** Names and values, side by side where there is room. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={classes.facts}>
    {facts.map(({ name, value }) => (
      <div key={name} className={classes.fact}>
        <dt>{name}</dt>
        <dd dir="auto">{value ?? <span className={classes.unstated}>Not stated</span>}</dd>
      </div>
    ))}
  </dl>
);
