import { expect, test } from 'vitest';
import { FONT_VERSIONS } from '../fonts/fonts.ts';
import { RENDERER_VERSION, TEMPLATE_VERSION } from './template-version.ts';

test('versions name everything that an edition depends on', () => {
  expect(TEMPLATE_VERSION).toMatch(/^[0-9a-f]{16}$/);
  expect(RENDERER_VERSION).toMatch(
    /^typst-binding \d+\.\d+\.\d+, fflate \d+\.\d+\.\d+, icu [\d.]+, tz \d{4}[a-z]$/,
  );
  expect(FONT_VERSIONS).toHaveLength(5);
  for (const version of FONT_VERSIONS) expect(version).toMatch(/^@[a-z-]+\/[a-z0-9-]+@\d+\.\d+\.\d+$/);
});
