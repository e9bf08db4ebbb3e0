import { type Static, Type } from 'typebox';

const FieldProblem = Type.Object(
  { type: Type.String(), loc: Type.Array(Type.String()), msg: Type.String() },
  { description: 'The places where a body, query or header violates the schema, in the format of the hub' },
);

/** A problem document (RFC 9457), as every refusal and failure is answered. */
export const ProblemResponse = Type.Object(
  {
    type: Type.String(),
    title: Type.String({ description: 'The name of the status' }),
    status: Type.Integer(),
    code: Type.String({
      description: 'The stable code of the error. Decide by this code, never by the text',
    }),
    detail: Type.Union([Type.String(), Type.Array(FieldProblem)], {
      description: 'What was wrong and what to do. For an invalid request, the error of each field',
    }),
    request_id: Type.String({
      description: 'The id of the request, as in the header X-Request-Id and in the log',
    }),
  },
  { description: 'The reason why a request was rejected or failed (RFC 9457)' },
);

export type ProblemResponse = Static<typeof ProblemResponse>;
