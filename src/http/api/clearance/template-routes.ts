import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Template } from '../../../clearance/templates/template.ts';
import { originOf, TEMPLATE_ORIGINS } from '../../../clearance/templates/template-origin.ts';
import {
  addTemplate,
  editTemplate,
  removeTemplate,
  viewTemplate,
} from '../../../clearance/templates/template-service.ts';
import { listTemplates } from '../../../clearance/templates/template-store.ts';
import { initialValues } from '../../../clearance/vocabulary/field.ts';
import { REQUIREMENT_FIELDS } from '../../../clearance/vocabulary/requirement-fields.ts';
import { TEMPLATE_FIELDS } from '../../../clearance/vocabulary/template-fields.ts';
import { requestProperties, responseProperties } from '../../schema/field-schema.ts';
import { TYPE_CODE } from '../../schema/text-pattern.ts';
import { actorOf } from '../../server/access.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import type { RoomRouteParts } from './room-request.ts';
import { ItemsOf } from './room-response.ts';

const OneTemplate = Type.Object({ code: Type.String({ maxLength: 50 }) });
const Code = Type.String({ pattern: TYPE_CODE.pattern });
const { id: _, type_name: __, category: ___, ...requirement } = responseProperties(REQUIREMENT_FIELDS);
const TemplateResponse = Type.Object({
  code: Type.String(),
  ...responseProperties(TEMPLATE_FIELDS),
  requirements: Type.Array(Type.Object(requirement)),
  origin: Type.Enum([...TEMPLATE_ORIGINS], {
    description: 'Whether the server brought the template, and whether it was changed since',
  }),
});
const fields = {
  ...requestProperties(TEMPLATE_FIELDS),
  requirements: Type.Array(
    Type.Object(
      { type_code: Code, ...requestProperties(REQUIREMENT_FIELDS) },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: 200, description: 'What a room of the template asks for' },
  ),
};
const NewTemplateBody = Type.Object({ code: Code, ...fields }, { additionalProperties: false });
const TemplatePatchBody = Type.Partial(Type.Object(fields), {
  additionalProperties: false,
  minProperties: 1,
});

/** The routes of templates. */
export const templateRoutes =
  (parts: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(templateReadingRoutes(parts));
    await app.register(templateChangingRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['templates'], summary });
const toResponse = (template: Template) => ({ ...template, origin: originOf(template) });
const whole = <Line extends object>(lines: readonly Line[]) =>
  lines.map((line) => ({ ...initialValues(REQUIREMENT_FIELDS), ...line }));

const templateReadingRoutes =
  ({ database }: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/templates',
      {
        config: { access: 'authenticated' },
        schema: {
          ...describe('The templates from which a room can be opened, by name'),
          response: { 200: ItemsOf(TemplateResponse) },
        },
      },
      async () => ({ items: (await listTemplates(database.query)).map(toResponse) }),
    );

    app.get(
      '/templates/:code',
      {
        config: { access: 'authenticated' },
        schema: { ...describe('One template'), params: OneTemplate, response: { 200: TemplateResponse } },
      },
      async ({ params }) => toResponse(await viewTemplate(database.query, params.code)),
    );
  };

const templateChangingRoutes =
  ({ database, clock }: RoomRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { access: { system: 'template.manage' } } as const;
    app.post(
      '/templates',
      {
        config,
        schema: { ...describe('Add a template'), body: NewTemplateBody, response: { 201: TemplateResponse } },
      },
      (request, reply) =>
        idempotentWrite(database, request, reply, async (tx) => {
          const { requirements, ...facts } = request.body;
          const template = { ...initialValues(TEMPLATE_FIELDS), ...facts, requirements: whole(requirements) };
          const body = toResponse(await addTemplate(tx, actorOf(request), template, clock()));
          return { status: 201, body, location: `/api/v1/templates/${body.code}` };
        }),
    );

    app.patch(
      '/templates/:code',
      {
        config,
        schema: {
          ...describe('Change a template. Rooms that were opened from it keep what they ask for'),
          params: OneTemplate,
          body: TemplatePatchBody,
          response: { 200: TemplateResponse },
        },
      },
      (request, reply) =>
        idempotentWrite(database, request, reply, async (tx) => {
          const { requirements, ...facts } = request.body;
          const patch = { ...facts, ...(requirements && { requirements: whole(requirements) }) };
          const change = { code: request.params.code, ...patch };
          const body = toResponse(await editTemplate(tx, actorOf(request), change, clock()));
          return { status: 200, body };
        }),
    );

    app.delete(
      '/templates/:code',
      {
        config,
        schema: {
          ...describe('Remove a template. Rooms that were opened from it stay'),
          params: OneTemplate,
          response: { 200: Type.Object({ message: Type.String(), code: Type.String() }) },
        },
      },
      (request, reply) =>
        idempotentWrite(database, request, reply, async (tx) => {
          const { code } = request.params;
          await removeTemplate(tx, actorOf(request), code, clock());
          return { status: 200, body: { message: 'Template deleted successfully', code } };
        }),
    );
  };
