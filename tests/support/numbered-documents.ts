import { expect } from 'vitest';
import { callJson, eventually } from './longshore.ts';

const PAGE = 5_000;

interface Options {
  /** An index or a data stream. */
  readonly target: string;
  readonly writers: number;
  /** Documents of one request. */
  readonly batch: number;
  /** Whether the number is the id, too; otherwise the store makes one. */
  readonly hasIds: boolean;
}

/** Documents with a number each that are written while a store is ended, to see whether all that it acknowledged stays. */
export class NumberedDocuments {
  #acknowledged = new Set<number>();
  readonly #options: Options;
  #next = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The numbers that the store said it had by now. */
  acknowledged(): ReadonlySet<number> {
    return new Set(this.#acknowledged);
  }

  /** What was acknowledged later than this is not asked for: the disk is one of before. */
  forgetAllBut(acknowledged: ReadonlySet<number>): void {
    this.#acknowledged = new Set(acknowledged);
  }

  /** Resolves when the store is gone, of which nothing of the last requests was acknowledged. */
  async writeUntilGone(url: string): Promise<void> {
    const { writers } = this.#options;
    await Promise.all(Array.from({ length: writers }, () => this.#write(url)));
  }

  /** Resolves when so many more than now are acknowledged. */
  async more(documents: number): Promise<void> {
    const before = this.#acknowledged.size;
    await eventually('acknowledged documents', () =>
      this.#acknowledged.size > before + documents ? true : undefined,
    );
  }

  /** Fails when an acknowledged document is not there, or any is there twice. */
  async expectEachOnce(url: string): Promise<void> {
    await callJson(`${url}/${this.#options.target}/_refresh`, {});
    const stored = await this.#stored(url);
    expect([...this.#acknowledged].filter((number) => !stored.has(number))).toEqual([]);
    expect([...stored].filter(([, times]) => times !== 1)).toEqual([]);
  }

  async #write(url: string): Promise<void> {
    const { target, batch, hasIds } = this.#options;
    for (;;) {
      const numbers = Array.from({ length: batch }, () => this.#next++);
      const lines = numbers.map((number) => {
        const action = { create: hasIds ? { _id: String(number) } : {} };
        const document = { '@timestamp': new Date().toISOString(), number };
        return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`;
      });
      try {
        const reply = await fetch(`${url}/${target}/_bulk`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-ndjson' },
          body: lines.join(''),
        });
        const { items } = (await reply.json()) as { items: { create: { status: number } }[] };
        for (const [at, number] of numbers.entries()) {
          if (items[at]?.create.status === 201) {
            this.#acknowledged.add(number);
          }
        }
      } catch {
        // The store was ended under this request: nothing of it was acknowledged.
        return;
      }
    }
  }

  /** Every stored number with how often it is there. */
  async #stored(url: string): Promise<ReadonlyMap<number, number>> {
    const stored = new Map<number, number>();
    for (let from = 0; from < this.#next; from += PAGE) {
      const answer = await callJson<{ hits: { hits: { _source: { number: number } }[] } }>(
        `${url}/${this.#options.target}/_search`,
        // More than there can be, so that a page of documents that are there twice is not cut.
        { size: 2 * PAGE, query: { range: { number: { gte: from, lt: from + PAGE } } } },
      );
      for (const { _source } of answer.hits.hits) {
        stored.set(_source.number, (stored.get(_source.number) ?? 0) + 1);
      }
    }
    return stored;
  }
}
