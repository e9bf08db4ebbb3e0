import { type TString, Type } from 'typebox';
import { ONE_LINE, SEVERAL_LINES } from './text-pattern.ts';

interface TextOptions {
  minLength?: number;
  maxLength: number;
  description?: string;
}

/** Returns the schema of one line of text. */
export const Line = (options: TextOptions): TString => Type.String({ pattern: ONE_LINE.pattern, ...options });

/** Returns the schema of a text of several lines. */
export const Text = (options: TextOptions): TString =>
  Type.String({ pattern: SEVERAL_LINES.pattern, ...options });

/** The body of a request whose path and query contain all parameters. */
export const NoBody = Type.Union([Type.Object({}, { additionalProperties: false }), Type.Null()]);
