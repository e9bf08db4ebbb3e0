import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../support/browser-test.ts';
import { inspectPage } from '../support/page-checks.ts';
import { enterRoom } from '../support/room-page.ts';
import { join } from '../support/rooms.ts';

const CONFLICT = { name: 'Others have changed this meanwhile' };

/** Opens the form of the operation. */
async function editOperation(page: Page) {
  await page.getByRole('button', { name: 'Edit the operation' }).click();
  return page.getByRole('dialog', { name: 'Edit the operation' });
}

/** The statuses of the answers to the changes of a page. */
function watchChanges(page: Page): number[] {
  const statuses: number[] = [];
  page.on('response', (response) => {
    if (['GET', 'HEAD'].includes(response.request().method())) return;
    if (response.url().includes('/rooms/')) statuses.push(response.status());
  });
  return statuses;
}

test('the second of two people who edit an operation is shown what the first changed', async ({
  browser,
  otherBrowser,
  broker,
  newRoom: { path },
}) => {
  const page = await enterRoom(browser, 'broker', path);
  const form = await editOperation(page);
  await form.getByLabel('Location').fill('Off Skaw');
  await form.getByLabel('Overall advisory control').fill('Capt. Elena Ruiz');

  const other = await enterRoom(otherBrowser, 'admin', path);
  const first = await editOperation(other);
  await first.getByLabel('Location').fill('Off Malta, 12 miles east of Hurd Bank');
  await first.getByLabel('ETA').fill('2027-04-12T08:00');
  await first.getByRole('button', { name: 'Save' }).click();
  await first.waitFor({ state: 'detached' });

  await form.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('dialog', CONFLICT);
  await conflict.getByText('admin@roomshot.example').waitFor();
  const text = await conflict.textContent();
  for (const shown of ['Off Ceuta', 'Off Skaw', 'Off Malta', '1 Mar 2027, 06:00', '12 Apr 2027, 08:00']) {
    expect(text).toContain(shown);
  }
  expect(text).not.toContain('Elena');
  await inspectPage(page, 'room-conflict');

  // Nothing is lost on the way back, and nothing is decided by itself.
  await conflict.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => form.getByLabel('Location').inputValue()).toBe('Off Skaw');
  await form.getByRole('button', { name: 'Save' }).click();
  await conflict.getByRole('button', { name: 'Save' }).click();
  await conflict.getByText('Choose one of the two.').waitFor();
  await conflict.getByRole('radio', { name: 'Keep mine' }).check();
  await conflict.getByRole('button', { name: 'Save' }).click();
  await conflict.waitFor({ state: 'detached' });
  await form.waitFor({ state: 'detached' });
  expect((await broker.get(path)).body).toMatchObject({
    ...{ location: 'Off Skaw', poac: 'Capt. Elena Ruiz', sts_eta: '2027-04-12T08:00:00.000Z' },
  });
});

test('the value of the first is taken where the second says so', async ({
  browser,
  broker,
  admin,
  newRoom: { path },
}) => {
  const page = await enterRoom(browser, 'broker', path);
  const form = await editOperation(page);
  await form.getByLabel('Location').fill('Off Skaw');
  const change = { location: 'Off Malta', poac: 'Capt. Elena Ruiz' };
  expect((await admin.patch(path, change)).status).toBe(200);
  await form.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('dialog', CONFLICT);
  await conflict.getByRole('radio', { name: 'Take theirs' }).check();
  const { revision } = (await broker.get(path)).body;
  await conflict.getByRole('button', { name: 'Save' }).click();
  await conflict.waitFor({ state: 'detached' });
  expect((await broker.get(path)).body).toMatchObject({ ...change, revision });
});

test('a message and a change of something else do not disturb', async ({
  browser,
  broker,
  admin,
  newRoom: { path },
}) => {
  const page = await enterRoom(browser, 'broker', path);
  const statuses = watchChanges(page);
  const form = await editOperation(page);
  await form.getByLabel('Location').fill('Off Skaw');
  await admin.post(`${path}/messages`, { text: 'The pilot boards at noon.' });
  await join(admin, path, 'owner');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });
  expect(await page.getByRole('dialog', CONFLICT).count()).toBe(0);
  expect((await broker.get(path)).body.location).toBe('Off Skaw');
  expect(statuses).toEqual([412, 200]);
});

test('a reviewer is told that the document has another file by now', async ({
  browser,
  broker,
  newRoom: { path },
}) => {
  const upload = async (name: string) => {
    const body = new FormData();
    body.append('file', new Blob([name]), name);
    await broker.open(`${path}/documents/${id}/file`, { method: 'POST', body });
  };
  await join(broker, path, 'owner');
  const { id } = (await broker.post(`${path}/documents`, { type_code: 'q88' })).body;
  await upload('Q88 of March.pdf');
  const page = await enterRoom(browser, 'owner', `${path}/documents/${id}`);
  await page.getByRole('button', { name: 'Reject' }).click();
  const form = page.getByRole('dialog', { name: 'Reject' });
  await form.getByLabel('Note').fill('The manifold is missing.');
  await upload('Q88 of April.pdf');
  await form.getByRole('button', { name: 'Reject' }).click();
  const conflict = page.getByRole('dialog', CONFLICT);
  await conflict.getByText('Q88 of March.pdf').waitFor();
  await conflict.getByRole('button', { name: 'Cancel' }).click();
  expect(await form.getByLabel('Note').inputValue()).toBe('The manifold is missing.');
  expect((await broker.get(`${path}/documents/${id}`)).body.status).toBe('under_review');
});

test('a party that approves is told that a vessel has changed by now', async ({
  browser,
  otherBrowser,
  broker,
  newRoom: { path },
}) => {
  const ship = { name: 'Aurora', imo: '9074729', vessel_type: 'Aframax', flag: 'Malta', draft: 12 };
  const { id } = (await broker.post(`${path}/vessels`, ship)).body;
  const gone = (await broker.post(`${path}/vessels`, { ...ship, name: 'Polaris', imo: '9312042' })).body;
  const page = await enterRoom(browser, 'broker', `${path}/approvals`);
  await page.getByRole('button', { name: 'Give your approval' }).click();
  const form = page.getByRole('dialog', { name: 'Give your approval' });
  await form.getByLabel('Note').fill('Fine with us.');
  expect((await broker.patch(`${path}/vessels/${id}`, { draft: 15.5 })).status).toBe(200);
  await form.getByRole('button', { name: 'Give approval' }).click();
  const conflict = page.getByRole('dialog', CONFLICT);
  await conflict.getByText('Aurora: Draft').waitFor();
  expect(await conflict.textContent()).toContain('Now: 15.5 m');
  await conflict.getByRole('button', { name: 'Cancel' }).click();
  expect(await form.getByLabel('Note').inputValue()).toBe('Fine with us.');

  const other = await enterRoom(otherBrowser, 'admin', path);
  await other.getByRole('button', { name: 'Remove Polaris' }).click();
  const removal = other.getByRole('dialog', { name: 'Remove Polaris' });
  await removal.getByRole('button', { name: 'Remove' }).click();
  await removal.waitFor({ state: 'detached' });
  await form.getByRole('button', { name: 'Give approval' }).click();
  await conflict.getByText('Aurora (9074729)', { exact: true }).waitFor();
  expect(await conflict.textContent()).not.toContain(`${gone.name}: `);
  await conflict.getByRole('button', { name: 'Give approval' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('Fine with us.').waitFor();
});
