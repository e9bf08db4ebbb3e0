import { type TString, Type } from 'typebox';

interface TextOptions {
  minLength?: number;
  maxLength: number;
  description?: string;
}

/** One line: no control characters, no halves of surrogate pairs. */
export const Line = (options: TextOptions): TString =>
  Type.String({ pattern: '^[^\\p{Cc}\\p{Cs}]*$', ...options });

/** Text of several lines: tabs and line breaks are its only control characters. */
export const Text = (options: TextOptions): TString =>
  Type.String({ pattern: '^(?:[\\t\\n\\r]|[^\\p{Cc}\\p{Cs}])*$', ...options });

/** For a request that says everything in its path and query. */
export const NoBody = Type.Union([Type.Object({}, { additionalProperties: false }), Type.Null()]);
