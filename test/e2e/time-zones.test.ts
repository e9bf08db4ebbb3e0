import { test } from '../support/browser-test.ts';
import { enterRoom } from '../support/room-page.ts';

test('a time zone that the browser does not know is named, and the room stays readable', async ({
  server,
  browser,
  readyRoom,
}) => {
  await server.roomshot.database.transaction((tx) =>
    tx.updateTable('rooms').set({ time_zone: 'Sea/Of_Nowhere' }).where('id', '=', readyRoom).execute(),
  );
  const page = await enterRoom(browser, 'viewer', `/rooms/${readyRoom}`);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict
    .getByText(/expected to end .* UTC · Sea\/Of_Nowhere, a time zone unknown to this browser/)
    .waitFor();
  await page.getByText(/^ETA .* UTC/).waitFor();
});

test('a browser that does not know where it is still shows every time', async ({ browser, troubledRoom }) => {
  // Chromium reports this name, which it does not accept, where the operating system has no zone that it knows.
  await using _unknown = await browser.context.addInitScript(() => {
    const { resolvedOptions } = Intl.DateTimeFormat.prototype;
    Intl.DateTimeFormat.prototype.resolvedOptions = function options() {
      return { ...resolvedOptions.call(this), timeZone: 'Etc/Unknown' };
    };
  });
  const page = await enterRoom(browser, 'viewer', `/rooms/${troubledRoom}`);
  await page
    .getByRole('region', { name: 'Verdict' })
    .getByText(/expected to end .* UTC/)
    .waitFor();
  await page.getByTitle('Etc/Unknown, a time zone unknown to this browser (your time)').first().waitFor();
});
