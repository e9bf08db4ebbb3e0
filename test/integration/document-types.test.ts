import { expect } from 'vitest';
import { test } from '../support/server-test.ts';

test('document types are read by all, and managed by administrators', async ({ broker, admin, viewer }) => {
  const { body } = await viewer.get('/document-types');
  expect(body.items.length).toBeGreaterThan(30);
  const type = {
    code: 'gas_free',
    name: 'Gas-free certificate',
    category: 'technical',
    criticality: 'high',
    required: false,
  };
  expect((await broker.post('/document-types', type)).status).toBe(403);
  expect((await admin.post('/document-types', type)).body).toMatchObject(type);
  expect((await admin.post('/document-types', type)).body).toMatchObject({
    status: 409,
    code: 'document_type_exists',
  });
  expect((await admin.patch('/document-types/nothing', { name: 'x' })).status).toBe(404);
});

test('document types move the rooms that show them', async ({ broker, admin, newRoom: { path } }) => {
  await admin.post('/document-types', {
    code: 'own',
    name: 'Own',
    category: 'general',
    criticality: 'low',
    required: false,
  });
  await broker.post(`${path}/documents`, { type_code: 'own' });
  await admin.patch('/document-types/own', { name: 'Our own' });
  const { body } = await broker.get(path);
  expect(body.revision).toBe(3);
  // No record shows the description, and a room keeps what it asks for.
  await admin.patch('/document-types/own', { description: 'Seen.', criticality: 'high', required: true });
  expect((await broker.get(path)).body.revision).toBe(3);
  const { items } = (await broker.get(`${path}/requirements`)).body;
  expect(items).toMatchObject([{ type_code: 'own', criticality: 'low', required: false }]);
});
