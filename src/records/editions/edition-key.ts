import { LRUCache } from 'lru-cache';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import {
  type ContentSource,
  type EditionContent,
  loadContent,
  type SnapshotType,
} from './edition-content.ts';

/** Versions that determine the bytes of an edition, together with its content. */
export interface RendererVersion {
  template: string;
  renderer: string;
}

/** An edition to find or render. Its states are loaded only if needed. */
export interface EditionRequest extends ContentSource {
  type: SnapshotType;
}

const REMEMBERED_HASHES = 10_000;

/** Computes keys of editions. It caches the hashes of contents, because a large content takes long to hash. */
export class EditionKeys {
  readonly #renderers: Record<SnapshotType, { version: RendererVersion }>;
  readonly #contentHashes = new LRUCache<string, string>({ max: REMEMBERED_HASHES });

  constructor(renderers: Record<SnapshotType, { version: RendererVersion }>) {
    this.#renderers = renderers;
  }

  /**
   * Returns the key of an edition: SHA-256 over the hash of the content, the type and the versions of the renderer.
   * Equal keys mean equal bytes.
   */
  async keyOf(request: EditionRequest): Promise<string> {
    return this.#keyOf(request, await this.#contentHash(request));
  }

  /** Returns the key of an edition if the hash of its content is known. */
  knownKeyOf(request: EditionRequest): string | undefined {
    const content = this.#contentHashes.get(nameOf(request));
    return content === undefined ? undefined : this.#keyOf(request, content);
  }

  #keyOf({ type }: EditionRequest, content: string): string {
    return sha256(canonicalJson({ content, type, ...this.#renderers[type].version }));
  }

  async #contentHash(request: EditionRequest): Promise<string> {
    const name = nameOf(request);
    const known = this.#contentHashes.get(name);
    if (known !== undefined) return known;
    const hash = hashContent(await loadContent(request));
    this.#contentHashes.set(name, hash);
    return hash;
  }
}

const nameOf = ({ stateHash, sections, compared }: EditionRequest): string =>
  `${stateHash} ${sections.documents} ${sections.approvals} ${sections.activity} ${compared?.snapshotId ?? ''}`;

/** Returns the SHA-256 of the canonical JSON of a content. */
const hashContent = (content: EditionContent): string => sha256(canonicalJson(content));
