// Scrolls through a large room in Chromium and prints how long its frames took: npm run bench:scrolling
import { openBrowser } from '../test/support/browser.ts';
import { fillRoom } from './filled-room.ts';
import { startServer } from './server.ts';
import { spread } from './statistics.ts';

const DOCUMENTS = 1000;
const ACTIVITIES = 5000;
const FRAMES = 300;
const PIXELS_A_FRAME = 60;
/** What is longer can be seen as a jerk: three of a screen's sixtieths of a second. */
const LONG_FRAME_MS = 50;

/** Scrolls in each frame, and collects the milliseconds from one to the next. */
const SCROLL = `new Promise((resolve) => {
  const gaps = [];
  const draw = (last) => (now) => {
    gaps.push(now - last);
    scrollBy(0, ${PIXELS_A_FRAME});
    if (gaps.length < ${FRAMES}) requestAnimationFrame(draw(now));
    else resolve(gaps);
  };
  requestAnimationFrame((first) => requestAnimationFrame(draw(first)));
})`;

await using server = await startServer();
const room = await fillRoom(server, 'Scrolling', {
  documents: DOCUMENTS,
  messages: ACTIVITIES - DOCUMENTS,
});
await using browser = await openBrowser({ server, sessionOf: server.sessionOf });
const page = await browser.openAs('broker', '/');
console.log('milliseconds a frame          p50    p95  longest  above 50');
for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const) {
  await page.setViewportSize({ width, height });
  for (const part of ['documents', 'activity']) {
    await page.goto(`/rooms/${room}/${part}`);
    await page.locator('tr[aria-rowindex="3"]').waitFor();
    const gaps = await page.evaluate<number[]>(SCROLL);
    const { p50, p95 } = spread(gaps);
    const figures = [p50, p95, Math.max(...gaps)].map((gap) => gap.toFixed(1).padStart(7)).join('');
    const long = gaps.filter((gap) => gap > LONG_FRAME_MS).length;
    console.log(`${`${part}, ${width} wide`.padEnd(26)}${figures}  ${String(long).padStart(8)}`);
  }
}
