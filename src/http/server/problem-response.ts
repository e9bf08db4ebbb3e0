import { type Static, Type } from 'typebox';

const FieldProblem = Type.Object(
  { type: Type.String(), loc: Type.Array(Type.String()), msg: Type.String() },
  { description: 'Where a body, query or header breaks the schema, as the clients of the reference read it' },
);

/** A problem document (RFC 9457), as every refusal and failure is answered. */
export const ProblemResponse = Type.Object(
  {
    type: Type.String(),
    title: Type.String({ description: 'The name of the status' }),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable: decide by this, never by the text' }),
    detail: Type.Union([Type.String(), Type.Array(FieldProblem)], {
      description: 'What was wrong and what to do; of an invalid request, each field',
    }),
    request_id: Type.String({ description: 'As in the header X-Request-Id and in the log' }),
  },
  { description: 'Why a request was refused or failed (RFC 9457)' },
);

export type ProblemResponse = Static<typeof ProblemResponse>;
