import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import type { WriteOperation } from '../operation.ts';
import { openWriter } from '../store-writer.ts';
import type { Writer } from '../writer.ts';
import { rowOf, testIndex } from './test-index.ts';

interface Options {
  /** Of the indices and tables; followed by a number. */
  readonly prefix: string;
  readonly idTableOperationsMin?: number;
}

/** A writer on a real engine, and an index that is the test's own. */
export class TestWriter {
  engine!: TestEngine;
  writer!: Writer;
  index!: ReturnType<typeof testIndex>;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Begins with these indices. */
  async open(...indices: readonly ReturnType<typeof testIndex>[]): Promise<void> {
    const { prefix, ...options } = this.#options;
    const { dataPath, engine, log } = this.engine;
    this.writer = openWriter({ dataPath, engine, log, now: Date.now, ...options });
    await this.writer.start(indices, rowOf);
  }

  readonly restart = async (): Promise<void> => {
    await this.writer.stop();
    await this.open(this.index);
  };

  /** Acknowledged, and not searchable yet. */
  readonly write = async (...operations: readonly WriteOperation[]) => {
    const results = await this.writer.apply(this.index.uuid, operations);
    await this.writer.sync(0);
    return results;
  };

  readonly refresh = (): Promise<void> => this.writer.refresh([this.index.uuid]);
}

/** Opens a writer for each test of a file, all on one engine. */
export function useTestWriter(options: Options): TestWriter {
  const used = new TestWriter(options);
  let count = 0;
  beforeAll(async () => {
    used.engine = await openTestEngine();
  });
  afterAll(() => used.engine.close());
  beforeEach(async () => {
    await used.open();
    count += 1;
    used.index = testIndex(`${options.prefix}${count}`);
    await used.writer.addIndex(used.index);
  });
  afterEach(() => used.writer.stop());
  return used;
}
