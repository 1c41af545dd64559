import { setTimeout as sleep } from 'node:timers/promises';
import { processTree, quantile, round } from './support.ts';
import { INDEX } from './support-get-data.ts';

const BATCH = 1_000;
const BATCHES = 8;
/** After the first get: until this share of a core is left, the store is at work in the background. */
const BUSY_SHARE = 0.2;
const SETTLE_S_MAX = 180;

/** Requests to one store, one after the other. */
export class GetBench {
  readonly #url: string;
  readonly #pid: number;

  constructor(url: string, pid: number) {
    this.#url = url;
    this.#pid = pid;
  }

  gets(times: number, pick: () => string, expected: number) {
    return this.#measure(times, 1, async () => {
      const id = pick();
      const reply = await fetch(`${this.#url}/${INDEX}/_doc/${id}`);
      await reply.arrayBuffer();
      if (reply.status !== expected) {
        throw new Error(`${id} was answered with ${reply.status}`);
      }
    });
  }

  multiGets(pick: () => string) {
    return this.#measure(BATCHES, BATCH, async () => {
      const ids = Array.from({ length: BATCH }, pick);
      await this.#post(`${INDEX}/_mget`, 'application/json', JSON.stringify({ ids }));
    });
  }

  /** Half of the documents are there, which makes them overwrites. With what the refresh takes. */
  bulks(pickOld: () => string, pickNew: () => string) {
    return this.#measure(BATCHES, BATCH, async () => {
      const lines = Array.from({ length: BATCH }, (_, i) => {
        const action = { index: { _id: i % 2 === 0 ? pickOld() : pickNew() } };
        return `${JSON.stringify(action)}\n{"message":"written again by its id, or for the first time"}\n`;
      });
      await this.#post(`${INDEX}/_bulk?refresh=true`, 'application/x-ndjson', lines.join(''));
    });
  }

  /** Waits for what the store does in the background; gives the seconds that it took. */
  async settle(): Promise<number> {
    const startMs = performance.now();
    const elapsedS = () => (performance.now() - startMs) / 1_000;
    for (let before = 0; elapsedS() < SETTLE_S_MAX; ) {
      await sleep(1_000);
      const now = this.#cpuSeconds();
      if (now - before < BUSY_SHARE) {
        break;
      }
      before = now;
    }
    return round(elapsedS());
  }

  memoryMiB(): Readonly<Record<string, number>> {
    return Object.fromEntries(processTree(this.#pid).map(({ name, rssMiB }) => [name, rssMiB]));
  }

  /** Milliseconds of a request, and of a core for each document. */
  async #measure(times: number, perRequest: number, request: () => Promise<void>) {
    const delays: number[] = [];
    const before = this.#cpuSeconds();
    for (let i = 0; i < times; i++) {
      const startMs = performance.now();
      await request();
      delays.push(performance.now() - startMs);
    }
    const cpuMs = ((this.#cpuSeconds() - before) * 1_000) / (times * perRequest);
    return {
      p50Ms: round(quantile(delays, 0.5)),
      p99Ms: round(quantile(delays, 0.99)),
      cpuMsPerDocument: round(cpuMs, 3),
    };
  }

  async #post(path: string, type: string, body: string): Promise<void> {
    const headers = { 'content-type': type };
    const reply = await fetch(`${this.#url}/${path}`, { method: 'POST', headers, body });
    const text = await reply.text();
    if (reply.status !== 200 || text.includes('"found":false') || text.includes('"errors":true')) {
      throw new Error(`${path} was answered with ${reply.status}: ${text.slice(0, 300)}`);
    }
  }

  #cpuSeconds(): number {
    return processTree(this.#pid).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  }
}
