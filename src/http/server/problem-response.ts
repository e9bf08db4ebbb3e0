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

/** The problem of a change that was made on another revision of the room. */
export const RoomChangedResponse = Type.Object({
  ...ProblemResponse.properties,
  code: Type.Literal('room_changed'),
  details: Type.Object({
    revision: Type.Integer({ description: 'The revision that the room has now' }),
    changes: Type.Array(
      Type.Object({
        revision: Type.Integer({ description: 'The revision that the change led to' }),
        at: Type.String({ format: 'date-time' }),
        actor: Type.String({ description: 'The email address of the user' }),
        action: Type.String({ description: 'What was done, such as `document_approved`' }),
        summary: Type.String({ description: 'One sentence, shortened to 200 characters' }),
      }),
      {
        description: 'The changes since the revision in `If-Match`, newest first. It has at most 50 of them',
      },
    ),
  }),
});

export type ProblemResponse = Static<typeof ProblemResponse>;
