import { type TString, Type } from 'typebox';
import { ONE_LINE, SEVERAL_LINES } from './text-pattern.ts';

interface TextOptions {
  minLength?: number;
  maxLength: number;
  description?: string;
}

/** One line. */
export const Line = (options: TextOptions): TString => Type.String({ pattern: ONE_LINE.pattern, ...options });

/** Text of several lines. */
export const Text = (options: TextOptions): TString =>
  Type.String({ pattern: SEVERAL_LINES.pattern, ...options });

/** For a request that says everything in its path and query. */
export const NoBody = Type.Union([Type.Object({}, { additionalProperties: false }), Type.Null()]);
