import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

interface GatheringOptions<Item, Answer> {
  /**
   * Does the work for several items. Returns an answer for each, in their order.
   * @param take returns the items. Call it late: items that arrive before are among them
   */
  work: (take: () => readonly Item[]) => Promise<readonly Answer[]>;
  /** The maximum number of items of one work. */
  atOnce: number;
  /** Whether an error concerns all items, and not one of them. */
  concernsAll: (error: unknown) => boolean;
}

/**
 * Does the same work for many callers at once. Items that arrive in the same moment, or while earlier work is under
 * way, are done together. If the work fails, it is done for each of them alone, so that none fails because of another.
 */
export class Gathering<Item, Answer> {
  readonly #options: GatheringOptions<Item, Answer>;
  #waiting: Waiting<Item, Answer>[] = [];
  #isUnderWay = false;

  constructor(options: GatheringOptions<Item, Answer>) {
    this.#options = options;
  }

  /** @throws the error of the work */
  add(item: Item): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ item, resolve, reject });
    if (!this.#isUnderWay) void this.#doAll();
    return promise;
  }

  async #doAll(): Promise<void> {
    this.#isUnderWay = true;
    await nextTurn();
    while (this.#waiting.length > 0) await this.#do(this.#waiting, this.#options.atOnce);
    this.#isUnderWay = false;
  }

  /** Does the work for the first of those that wait, at most so many. */
  async #do(waiting: Waiting<Item, Answer>[], atOnce: number): Promise<void> {
    const { work, concernsAll } = this.#options;
    let taken: Waiting<Item, Answer>[] = [];
    const take = () => {
      if (taken.length === 0) taken = waiting.splice(0, atOnce);
      return taken.map(({ item }) => item);
    };
    try {
      const answers = await work(take);
      for (const [index, { resolve }] of taken.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      // If the work failed before it took them, the items that it was begun for fail with it.
      take();
      if (taken.length === 1 || concernsAll(error)) for (const { reject } of taken) reject(error);
      else while (taken.length > 0) await this.#do(taken, 1);
    }
  }
}
