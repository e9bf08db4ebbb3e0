import openapiTypes, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect } from 'vitest';
import { formFields } from '../support/form-fields.ts';
import { test } from '../support/server-test.ts';

const CONTRACT = '../../web/src/contract';
const RUN = 'Run: npm run api-types';

test('the web application knows the API as it is: `npm run api-types` makes its types anew', async ({
  anonymous,
}) => {
  const { body } = await anonymous.get('/openapi.json');
  const types = await openapiTypes(body, { alphabetize: true, defaultNonNullable: false });
  await expect(COMMENT_HEADER + astToString(types)).toMatchFileSnapshot(`${CONTRACT}/schema.d.ts`, RUN);
});

test('its forms have the fields that the API describes: `npm run api-types` makes them anew', async ({
  anonymous,
}) => {
  const { body } = await anonymous.get('/openapi.json');
  const fieldsOf = (path: string) =>
    formFields(body.paths[path].patch.requestBody.content['application/json'].schema);
  const fields = {
    ROOM_FIELDS: fieldsOf('/api/v1/rooms/{room_id}'),
    VESSEL_FIELDS: fieldsOf('/api/v1/rooms/{room_id}/vessels/{vessel_id}'),
    DOCUMENT_FIELDS: fieldsOf('/api/v1/rooms/{room_id}/documents/{document_id}'),
    REQUIREMENT_FIELDS: fieldsOf('/api/v1/rooms/{room_id}/requirements/{requirement_id}'),
    TEMPLATE_FIELDS: fieldsOf('/api/v1/templates/{code}'),
  };
  const lists = Object.entries(fields).map(
    ([name, list]) => `\nexport const ${name} = ${JSON.stringify(list, null, 2)} as const;\n`,
  );
  const text = `// Made by \`npm run api-types\` from the description of the API.\n${lists.join('')}`;
  await expect(text).toMatchFileSnapshot(`${CONTRACT}/form-fields.ts`, RUN);
});
