import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startStore, type TestStore } from '../support/longshore.ts';

// Requests in the order and shape in which agents send them. They are written after the sources and documents of the
// agents, not recorded from them: agents themselves are not installed here.

/** A request, and what of its answer the agent relies on. */
interface Exchange {
  readonly send: string;
  readonly headers_sent?: Readonly<Record<string, string>>;
  readonly gzip?: boolean;
  readonly body?: unknown;
  /** A body of one JSON line each. */
  readonly lines?: readonly unknown[];
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is in the answer; there may be more. */
  readonly answer?: object;
  /** A regular expression for its text. */
  readonly matches?: string;
}

const FOLDER = fileURLToPath(new URL('./agents/', import.meta.url));

let store: TestStore;

beforeAll(async () => {
  store = await startStore('agents');
});
afterAll(() => store?.stop());

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const exchanges: readonly Exchange[] = parse(readFileSync(FOLDER + file, 'utf8'));

  test('gets the answers that it relies on, in the order of its requests', async () => {
    expect(exchanges.length).toBeGreaterThan(0);
    for (const exchange of exchanges) {
      await replay(exchange);
    }
  });
});

async function replay(exchange: Exchange): Promise<void> {
  const [method = '', path = ''] = exchange.send.split(' ');
  const text = bodyOf(exchange);
  const isZipped = exchange.gzip === true;
  const reply = await fetch(store.url + path, {
    method,
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
      ...exchange.headers_sent,
    },
    ...(text === undefined ? {} : { body: isZipped ? gzipSync(text) : text }),
  });
  const answer = await reply.text();
  expect({ send: exchange.send, status: reply.status, answer }).toMatchObject({
    status: exchange.status,
  });
  for (const [name, value] of Object.entries(exchange.headers ?? {})) {
    expect(reply.headers.get(name), exchange.send).toBe(value);
  }
  if (exchange.answer !== undefined) {
    expect(JSON.parse(answer), exchange.send).toMatchObject(exchange.answer);
  }
  if (exchange.matches !== undefined) {
    expect(answer, exchange.send).toMatch(new RegExp(exchange.matches));
  }
}

function bodyOf({ body, lines }: Exchange): string | undefined {
  if (lines !== undefined) {
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
  return body === undefined ? undefined : JSON.stringify(body);
}
