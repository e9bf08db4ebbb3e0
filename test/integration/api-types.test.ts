import openapiTypes, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/server.ts';

const TYPES = '../../web/src/contract/schema.d.ts';

test('the web application knows the API as it is: `npm run api-types` makes its types anew', async () => {
  await using server = await startTestServer();
  const { body } = await server.anonymous.get('/openapi.json');
  const types = await openapiTypes(body, { alphabetize: true, defaultNonNullable: false });
  await expect(COMMENT_HEADER + astToString(types)).toMatchFileSnapshot(TYPES, 'Run: npm run api-types');
});
