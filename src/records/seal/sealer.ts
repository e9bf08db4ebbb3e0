import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { type Clock, systemClock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { SnapshotType } from '../editions/edition-content.ts';
import { editionDigest } from '../editions/edition-digest.ts';
import type { ReportDesign } from '../rendering/design/report-design.ts';
import { requireInForce, type SigningKey } from '../signing/signing-key.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import { sealCsv } from './csv-seal.ts';
import { sealJson } from './json-seal.ts';
import {
  MAX_STATEMENT_SIZE,
  readStatement,
  type SealedStatement,
  type SealStatement,
} from './seal-statement.ts';

/** Turns editions into records. */
export interface Sealer {
  /**
   * Returns the bytes that follow the edition in the record.
   * @param timeZone the time zone of the room, in which the stamp of a PDF also says the time
   * @throws AppError `edition_not_sealable` if the edition is damaged, of another type, sealed already, or not the one
   *   that the statement describes; `time_stamp_missing` if the authority gives no valid time stamp;
   *   `signing_certificate_expired`, because nobody would accept the seal
   */
  seal(
    edition: Uint8Array,
    type: SnapshotType,
    statement: SealStatement,
    timeZone?: string,
  ): Promise<Uint8Array>;
}

interface SealerOptions {
  key: SigningKey;
  /** The design of the reports, which the stamp shares. */
  design: Pick<ReportDesign, 'accent'>;
  /** Adds a time stamp to every seal. */
  authority?: TimeStampAuthority | undefined;
  clock?: Clock;
}

/** Creates the sealer of an installation. It never signs a statement that is false for the bytes before it. */
export function createSealer(options: SealerOptions): Sealer {
  const { key, design, authority, clock = systemClock } = options;
  return {
    async seal(edition, type, statement, timeZone) {
      const sealedAt = clock();
      requireInForce(key.certificate, sealedAt);
      const sealed = {
        ...statement,
        ...(authority && { time_stamp_authorities: authority.fingerprints }),
        edition_size: edition.length,
        sealed_at: sealedAt.toISOString(),
      };
      requireTrue(edition, type, sealed);
      if (type === 'json') return sealJson(key, sealed, authority);
      if (type === 'csv') return sealCsv(key, edition, sealed, authority);
      // What sets the stamp takes long to load, and not every installation makes PDF records.
      const { sealPdf } = await import('./pdf-seal.ts');
      return sealPdf(edition, { key, design, statement: sealed, timeZone, authority });
    },
  };
}

function requireTrue(edition: Uint8Array, type: SnapshotType, statement: SealedStatement): void {
  const isTrue =
    readStatement(statement) !== undefined &&
    canonicalJson(statement).length <= MAX_STATEMENT_SIZE &&
    statement.type === type &&
    statement.edition_sha256 === editionDigest(edition).digest('hex') &&
    !Number.isNaN(Date.parse(statement.created_at));
  if (isTrue) return;
  throw new AppError(
    'internal',
    'edition_not_sealable',
    'The record does not match the statement of its seal.',
  );
}
