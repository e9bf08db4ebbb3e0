import { test as folderTest } from './folder-test.ts';
import { newSigner } from './seal-fixtures.ts';
import { findFaults, type VerifyOptions } from './verification.ts';

/**
 * Tests of sealed files.
 *
 * - `signer`: seals, with a key that the tests of a file share.
 * - `faults`: lists what is wrong with a file, for those who trust that signer unless the options say otherwise.
 */
export const test = folderTest
  .extend('signer', { scope: 'file' }, () => newSigner())
  .extend(
    'faults',
    { scope: 'file' },
    ({ signer }) =>
      (file: Uint8Array, options: Partial<VerifyOptions> = {}) =>
        findFaults(file, { trusted: [signer.certificate], ...options }),
  );
