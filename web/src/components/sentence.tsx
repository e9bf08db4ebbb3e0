import { createElement, Fragment } from 'react';
import { partsByDirection, RIGHT_TO_LEFT } from '../../../src/platform/kernel/text-direction.ts';

/** A sentence of ours with names and quotations of people, each isolated from the text around it. */
export const Sentence = ({ children }: { children: string }) => {
  if (!RIGHT_TO_LEFT.test(children)) return children;
  const parts = partsByDirection(children).map((part) =>
    typeof part === 'string' ? part : createElement('bdi', { dir: part.dir }, part.text),
  );
  return <bdi dir="ltr">{createElement(Fragment, null, ...parts)}</bdi>;
};

/** Isolates a name in a text that cannot have elements, such as the label of an option. */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);
