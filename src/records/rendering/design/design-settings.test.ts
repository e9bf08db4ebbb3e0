import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { test } from '../../../../test/support/folder-test.ts';
import { contrastWithWhite, type DesignSettings, loadReportDesign } from './design-settings.ts';
import { designDigest, PLAIN_DESIGN } from './report-design.ts';

const PLAIN: DesignSettings = { name: '', logoPath: undefined, accent: '#17324d', notice: '', paper: 'a4' };
const load = (own: Partial<DesignSettings>, publicUrl?: string) =>
  loadReportDesign({ ...PLAIN, ...own }, publicUrl);
async function file(folder: string, name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('the design of reports', () => {
  test('is plain unless something is set', async () => {
    expect(await load({})).toEqual(PLAIN_DESIGN);
    expect(await load({}, 'https://records.example.com')).toMatchObject({
      verifyUrl: 'https://records.example.com/verify',
    });
  });

  test.each([
    [{ accent: 'red' }, /ACCENT must be a colour such as/],
    [{ accent: '#ffcc00' }, /ACCENT must be a darker colour/],
    [{ paper: 'A3' }, /PAPER must be a4 or letter/],
    [{ name: 'x'.repeat(61) }, /NAME must be one line of at most 60/],
    [{ notice: 'one\ntwo' }, /NOTICE must be one line/],
    [{ logoPath: '/nowhere/logo.png' }, /LOGO must be a file that can be read/],
  ])('%j is refused with the name of the setting', async (own, message) => {
    await expect(load(own)).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringMatching(message),
    });
  });

  test('has another digest for every other choice', async ({ folder }) => {
    const logoPath = await file(folder, 'digest.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const designs = await Promise.all([
      load({}),
      load({ name: 'x' }),
      load({ notice: 'x' }),
      load({ accent: '#000000' }),
      load({ paper: 'letter' }),
      load({ logoPath }),
      load({}, 'https://x.example'),
    ]);
    expect(new Set(designs.map(designDigest)).size).toBe(designs.length);
  });

  test('reckons contrast as WCAG does', () => {
    expect(contrastWithWhite('#000000')).toBeCloseTo(21);
    expect(contrastWithWhite('#ffffff')).toBeCloseTo(1);
    expect(contrastWithWhite('#767676')).toBeCloseTo(4.54, 2);
  });
});

describe('a logo', () => {
  test('is known by its bytes, not by its name', async ({ folder }) => {
    const png = Buffer.from('89504e470d0a1a0a00', 'hex');
    expect((await load({ logoPath: await file(folder, 'a.txt', png) })).logo).toEqual({
      format: 'png',
      bytes: png,
    });
    await expect(load({ logoPath: await file(folder, 'b.png', 'GIF89a') })).rejects.toThrow(
      /PNG, JPEG or SVG file/,
    );
  });

  test('is small', async ({ folder }) => {
    const path = await file(folder, 'large.png', Buffer.alloc(256 * 1024 + 1));
    await expect(load({ logoPath: path })).rejects.toThrow(/at most 256 kB/);
  });

  test.for([
    '<script>alert(1)</script>',
    '<image href="file:///etc/passwd"/>',
    '<use href="http://example.com/x.svg#a"/>',
    '<text>Name</text>',
    '<style>@import "http://example.com"</style>',
    '<path fill="url(http://example.com/x)"/>',
  ])('brings nothing from elsewhere: %s', async (inner, { folder }) => {
    const path = await file(folder, 'odd.svg', `<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`);
    await expect(load({ logoPath: path })).rejects.toThrow(/shapes only/);
  });

  test('may refer to its own parts', async ({ folder }) => {
    const path = await file(folder, 'own.svg', '<svg><path id="a" fill="url(#g)"/><use href="#a"/></svg>');
    expect((await load({ logoPath: path })).logo?.format).toBe('svg');
  });
});
