import { createServer } from 'node:net';
import { callJson, eventually } from '../support/longshore.ts';

const HITS_MAX = 10_000;
const QUIET_MS = 2_500;

/** A document of a log line. */
export interface LoggedLine {
  readonly message: string;
  readonly [field: string]: unknown;
}

/** What container logs a store holds. */
export class LoggedLines {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /**
   * All lines of a container, once there are as many as expected and no more come, newest first. At most 10,000.
   */
  async all(container: string, atLeast: number, timeoutMs = 60_000): Promise<LoggedLine[]> {
    const read = () => this.search(container);
    await eventually(
      `${atLeast} lines of ${container}`,
      async () => ((await read()).length >= atLeast ? true : undefined),
      timeoutMs,
    );
    // A line that comes twice would come about now.
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return await read();
  }

  async messages(container: string, atLeast: number, timeoutMs?: number): Promise<string[]> {
    return (await this.all(container, atLeast, timeoutMs)).map(({ message }) => message);
  }

  async count(index: string): Promise<number> {
    return (await callJson<{ count: number }>(`${this.url}/${index}/_count`)).count;
  }

  private async search(container: string): Promise<LoggedLine[]> {
    const answer = await callJson<{ hits: { hits: { _source: LoggedLine }[] } }>(
      `${this.url}/logs-docker.container-default/_search`,
      {
        size: HITS_MAX,
        query: { term: { 'container.name': container } },
        sort: [{ '@timestamp': 'desc' }],
      },
    );
    if (answer.hits.hits.length === HITS_MAX) {
      throw new Error(`${container} has too many lines for one search; a test would not see all`);
    }
    return answer.hits.hits.map(({ _source }) => _source);
  }
}

/** A port of 127.0.0.1 that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
