import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { randomOf } from '../support/fuzz/random.ts';
import { callJson, startStore, type TestStore } from '../support/longshore.ts';
import { type Ask, type Difference, findDifference } from '../support/oracle/check.ts';
import { applyBatches, type Batches, MAPPINGS, makeBatches } from '../support/oracle/data.ts';
import { type JsonObject, NoRule } from '../support/oracle/json.ts';
import { makeRequest, type OracleRequest } from '../support/oracle/make-request.ts';
import { shrinkBody, shrinkList } from '../support/oracle/shrink.ts';

/** Each seed has a search, and so many in a row have the same documents. */
const SEEDS = 300;
const SEEDS_OF_DATA = 20;
const FINDINGS_MAX = 3;
/** For the long run, which takes an hour or two on a small machine. */
const TIMEOUT_MS = 6 * 3_600_000;

/** Another seed in each run; see docs/internals/search.md for one seed again, and for many. */
const { LONGSHORE_ORACLE_SEED: givenSeed, LONGSHORE_ORACLE_SEEDS: givenCount } = process.env;
const FIRST = Number(givenSeed ?? Math.floor(Math.random() * 1e9));
const COUNT = Number(givenCount ?? (givenSeed === undefined ? SEEDS : 1));

vi.setConfig({ testTimeout: TIMEOUT_MS });

let store: TestStore;
let url: string;

beforeAll(async () => {
  store = await startStore('oracle');
  url = store.url;
});
afterAll(() => store?.stop());

/** Numbers that a double cannot hold become texts, which searches take as well. */
const readExact = (text: string): JsonObject =>
  JSON.parse(text.replace(/([:[,])(-?\d{17,})(?=[,\]}])/g, '$1"$2"'));

const ask: Ask = async (index, body) => {
  const reply = await fetch(`${url}/${index}/_search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return readExact(await reply.text());
};

/** The indices anew, with these documents. */
async function write(batches: Batches): Promise<void> {
  for (const [name, mappings] of Object.entries(MAPPINGS)) {
    await fetch(`${url}/${name}`, { method: 'DELETE' });
    await callJson(`${url}/${name}`, { mappings }, 'PUT');
  }
  for (const batch of batches.filter(({ length }) => length > 0)) {
    const lines = batch.flatMap(({ action, index, id, body }) => [
      { [action]: { _index: index, _id: id } },
      ...(body === undefined ? [] : [body]),
    ]);
    const reply = await fetch(`${url}/_bulk?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    });
    expect(reply.status).toBe(200);
  }
}

/** What makes two differences alike: which part of the answer it is in, or why the store refused. */
const kindOf = ({ what, isError, found }: Difference): string =>
  isError ? JSON.stringify(found).slice(0, 80) : (/^[a-z.]+/.exec(what)?.[0] ?? what);

/** The smallest search, and the fewest documents, for which the two still differ in the same way. */
async function shrink(request: OracleRequest, batches: Batches, difference: Difference) {
  const differs = async (body: JsonObject, data: Batches) => {
    try {
      const found = await findDifference({ ...request, body }, applyBatches(data), ask);
      return found !== undefined && kindOf(found) === kindOf(difference);
    } catch (error) {
      if (error instanceof NoRule || error instanceof TypeError) {
        return false;
      }
      throw error;
    }
  };
  const body = await shrinkBody(request.body, (smaller) => differs(smaller, batches));
  const operations = await shrinkList(batches.flat(), async (fewer) => {
    await write([fewer]);
    return differs(body, [fewer]);
  });
  await write([operations]);
  const smallest = { ...request, body };
  const answers = await findDifference(smallest, applyBatches([operations]), ask);
  return { request: smallest, operations, ...(answers ?? difference) };
}

test(`searches of ${COUNT} seeds from ${FIRST} on are answered as Elasticsearch's rules say`, async () => {
  const findings: string[] = [];
  let written: number | undefined;
  let batches: Batches = [];
  for (let seed = FIRST; seed < FIRST + COUNT && findings.length < FINDINGS_MAX; seed += 1) {
    const data = Math.floor(seed / SEEDS_OF_DATA);
    if (data !== written) {
      batches = makeBatches(data);
      await write(batches);
      written = data;
    }
    const request = makeRequest(randomOf(seed));
    const difference = await findDifference(request, applyBatches(batches), ask);
    if (difference !== undefined) {
      findings.push(`seed ${seed}: ${JSON.stringify(await shrink(request, batches, difference))}`);
      written = undefined;
    }
  }
  expect(findings.join('\n\n')).toBe('');
});
