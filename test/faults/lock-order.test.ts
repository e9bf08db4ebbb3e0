import { expect } from 'vitest';
import { type Client, createClient } from '../support/client.ts';
import { join } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';

const ROUNDS = 15;

/** Every request locks its user and its room. Each pair here would wait for each other in another order of locks. */
test('requests that change accounts, parties and types at once do not wait for each other', async ({
  server,
  broker,
  admin,
  newRoom: { path },
}) => {
  const password = 'four calm harbours';
  const email = 'second-admin@roomshot.example';
  const second = (await admin.post('/users', { email, name: 'Second', role: 'admin', password })).body;
  const logIn = async (): Promise<Client> => {
    const { body } = await server.anonymous.post('/auth/login', { email, password });
    return createClient(server.server.address, body.token);
  };
  const other = await logIn();
  const [first] = (await admin.get('/users?search=admin@roomshot')).body.items;
  const [type] = (await admin.get('/document-types')).body.items;
  const parties = [(await join(broker, path, 'charterer')).body, (await join(broker, path, 'owner')).body];
  for (let round = 0; round < ROUNDS; round++) {
    const leaving = await logIn();
    const answers = await Promise.all([
      admin.patch(`/users/${second.id}`, { name: `Second ${round}` }),
      other.patch(`/users/${first.id}`, { name: `First ${round}` }),
      leaving.post('/auth/logout'),
      leaving.post('/auth/logout'),
      other.post(`${path}/messages`, { text: `Message ${round}` }),
      broker.patch(`${path}/parties/${parties[0].id}`, { name: `Charterer ${round}` }),
      admin.patch(`${path}/parties/${parties[1].id}`, { name: `Owner ${round}` }),
      broker.post(`${path}/documents`, { type_code: type.code }),
      admin.patch(`/document-types/${type.code}`, { name: `Type ${round}` }),
      broker.post(`${path}/snapshots`, { snapshot_type: 'json' }),
    ]);
    // The second log-out finds the session ended.
    expect(answers.map(({ status }) => status).filter((status) => status > 201 && status !== 401)).toEqual(
      [],
    );
  }
}, 120_000);
