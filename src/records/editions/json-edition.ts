import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import type { EditionContent } from './edition-content.ts';

/** The format of the file. It changes when readers must read the file differently. */
const JSON_EDITION_FORMAT = 'roomshot-json/1';

/**
 * Renders the JSON edition: `{"content":…,"content_sha256":"…","format":"roomshot-json/1"`.
 *
 * The closing brace is missing on purpose. The seal appends `,"seal":{…}}` and a line feed, so that the edition is byte
 * for byte a prefix of the sealed file, and the sealed file is one JSON object with sorted keys. `content_sha256` is
 * the SHA-256 of the canonical text (RFC 8785) of `content` alone.
 */
export function renderJsonEdition(content: EditionContent): Uint8Array {
  const text = canonicalJson(content);
  return Buffer.from(
    `{"content":${text},"content_sha256":"${sha256(text)}","format":${JSON.stringify(JSON_EDITION_FORMAT)}`,
  );
}
