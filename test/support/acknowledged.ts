import { sha256 } from '../../src/platform/kernel/hash.ts';

/** Something that a server told a client. It must be true for ever after. */
export type Told =
  | { what: 'message'; room: string; text: string }
  | { what: 'document removed'; room: string; id: string }
  | { what: 'file'; path: string; sha256: string }
  | { what: 'snapshot'; room: string; id: string }
  | { what: 'record'; path: string; sha256: string }
  | { what: 'snapshot deleted'; room: string; id: string }
  | { what: 'revision'; room: string; revision: number }
  | { what: 'audit head'; head: string }
  | { what: 'event'; room: string; seq: number; kind: string };

/** All that a server told, and how much of the journal of its disk there was when the client received it. */
export class Acknowledged {
  readonly #all: { told: Told; at: number }[] = [];
  readonly #position: () => number;

  /** @param position reads the size of the journal */
  constructor(position: () => number = () => 0) {
    this.#position = position;
  }

  note(told: Told): void {
    this.#all.push({ told, at: this.#position() });
  }

  /** What was told before a position in the journal. Of revisions, only the last matters. */
  before(position = Number.POSITIVE_INFINITY): Told[] {
    const told = this.#all.filter(({ at }) => at <= position).map((one) => one.told);
    const last = told.findLast(({ what }) => what === 'revision');
    return told.filter((one) => one.what !== 'revision' || one === last);
  }

  get size(): number {
    return this.#all.length;
  }
}

export const fileOf = (text: string): { bytes: Buffer; sha256: string } => {
  const bytes = Buffer.from(`%PDF-1.4\n${text}\n`.repeat(50));
  return { bytes, sha256: sha256(bytes) };
};
