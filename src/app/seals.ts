import type { ReportDesign } from '../records/rendering/design/report-design.ts';
import { type SignedCheckpoint, takeCheckpoint } from '../records/seal/audit-checkpoint.ts';
import { createSealer, type Sealer } from '../records/seal/sealer.ts';
import { readKeptAuthorities, readKeptCertificates } from '../records/signing/kept-certificates.ts';
import { requireUsableKey } from '../records/signing/key-usable.ts';
import type { Config } from './config.ts';
import type { Platform } from './platform.ts';
import {
  openSigningKey,
  openTimeStampAuthority,
  signingFolder,
  signingKeySource,
} from './signing-settings.ts';

/** The sealer, and the certificates that verify its seals. */
export interface Seals {
  readonly sealer: Sealer;
  /** @throws AppError if the key cannot seal a record now, or its file is missing */
  requireUsableKey(): Promise<void>;
  /** Signs the head of the audit log with the key of this installation. */
  takeCheckpoint(): Promise<SignedCheckpoint>;
  /** The certificates, in PEM, of all keys that have ever sealed here. */
  readonly trustedCertificates: readonly string[];
  /** The certificates, in PEM, of all time-stamp authorities that were ever used here. */
  readonly trustedAuthorities: readonly string[];
}

/** @throws AppError from `loadSigningKey`; `bad_setting` for certificates of an authority that cannot be read */
export async function openSeals(
  settings: Pick<Config, 'dataFolder' | 'signing' | 'timeStamps'>,
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
  design: ReportDesign,
): Promise<Seals> {
  const key = await openSigningKey(settings, clock);
  const authority = await openTimeStampAuthority(settings, clock);
  return {
    sealer: createSealer({ key, design, authority, clock }),
    requireUsableKey: () => requireUsableKey(key, signingKeySource(settings), clock),
    takeCheckpoint: () => takeCheckpoint(database.query, key, clock()),
    trustedCertificates: await readKeptCertificates(signingFolder(settings)),
    trustedAuthorities: await readKeptAuthorities(signingFolder(settings)),
  };
}
