import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { Parameters } from '../parameters.ts';
import type { RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import { answerIndices, CAT_INDICES_PARAMETERS, indicesOfTable } from './cat-indices.ts';
import { answerShards, CAT_SHARDS_PARAMETERS, indicesOfShards } from './cat-shards.ts';

const PAGING = ['next_token', 'size', 'sort'];

/** A table that is answered page by page, whole indices at a time. */
interface ListedTable {
  readonly name: 'indices' | 'shards';
  readonly parameters: readonly string[];
  readonly size: { readonly min: number; readonly fallback: number; readonly max: number };
  indices(request: RestRequest, store: Store): readonly IndexEntry[];
  /** How many rows an index has. */
  rows(entry: IndexEntry): number;
  answer(store: Store, page: readonly IndexEntry[], parameters: Parameters): Promise<RestAnswer>;
}

const TABLES: readonly ListedTable[] = [
  {
    name: 'indices',
    parameters: CAT_INDICES_PARAMETERS,
    size: { min: 1, fallback: 500, max: 5_000 },
    indices: indicesOfTable,
    rows: () => 1,
    answer: answerIndices,
  },
  {
    name: 'shards',
    parameters: CAT_SHARDS_PARAMETERS,
    size: { min: 2_000, fallback: 2_000, max: 20_000 },
    indices: indicesOfShards,
    rows: ({ shards, replicas }) => shards * (1 + replicas),
    answer: answerShards,
  },
];

/** `GET /_list/indices`, `/_list/shards`: the tables of `_cat`, oldest index first, in pages (of OpenSearch). */
export const LIST_ROUTES: readonly RestRoute[] = [...TABLES.map(listRoute), listHelp()];

function listRoute(table: ListedTable): RestRoute {
  return {
    methods: ['GET'],
    paths: [`/_list/${table.name}`, `/_list/${table.name}/:index`],
    parameters: [...table.parameters, ...PAGING],
    handle: async (request, store) => {
      const { page, next } = pageOf(table.indices(request, store), request.parameters, table);
      const answer = await table.answer(store, page, request.parameters);
      return request.parameters.boolean('help', false) ? answer : withToken(answer, table, next);
    },
  };
}

function listHelp(): RestRoute {
  const paths = TABLES.flatMap(({ name }) => [`/_list/${name}`, `/_list/${name}/{index}`]);
  const body = ['=^.^=', ...paths].map((line) => `${line}\n`).join('');
  return {
    methods: ['GET'],
    paths: ['/_list'],
    parameters: [],
    handle: async () => ({ status: 200, body, contentType: 'text/plain; charset=UTF-8' }),
  };
}

interface Page {
  readonly page: readonly IndexEntry[];
  /** For the request of the next page; `null` after the last. */
  readonly next: string | null;
}

function pageOf(
  entries: readonly IndexEntry[],
  parameters: Parameters,
  { size, rows }: ListedTable,
): Page {
  const sign = readSort(parameters.text('sort'));
  const sorted = [...entries].sort((a, b) => sign * order(a, b));
  const after = readToken(parameters.text('next_token'));
  const left = after ? sorted.filter((entry) => sign * order(entry, after) > 0) : sorted;
  const limit = readSize(parameters.integer('size'), size);
  const page: IndexEntry[] = [];
  let taken = 0;
  for (const entry of left) {
    taken += rows(entry);
    if (page.length > 0 && taken > limit) {
      break;
    }
    page.push(entry);
  }
  const last = page.at(-1);
  return { page, next: last === undefined || page.length === left.length ? null : token(last) };
}

type Place = Pick<IndexEntry, 'createdMs' | 'name'>;

/** By age; two of the same moment by name. */
function order(a: Place, b: Place): number {
  return a.createdMs - b.createdMs || (a.name < b.name ? -1 : Number(a.name > b.name));
}

function readSort(given: string | undefined): 1 | -1 {
  if (given !== undefined && given !== 'asc' && given !== 'desc') {
    throw errors.illegalArgument(`value of sort can either be asc or desc`);
  }
  return given === 'desc' ? -1 : 1;
}

function readSize(given: number | undefined, { min, fallback, max }: ListedTable['size']): number {
  if (given !== undefined && (given < min || given > max)) {
    throw errors.illegalArgument(`size must be in [${min}, ${max}] but was [${given}]`);
  }
  return given ?? fallback;
}

function token({ createdMs, name }: Place): string {
  return Buffer.from(`${createdMs}|${name}`).toString('base64url');
}

function readToken(text: string | undefined): Place | undefined {
  if (text === undefined || text === 'null') {
    return undefined;
  }
  const match = /^(\d{1,15})\|(.+)$/s.exec(Buffer.from(text, 'base64url').toString('utf8'));
  if (match === null) {
    throw errors.illegalArgument(
      `Parameter [next_token] has been tainted and is incorrect. Please provide a valid [next_token].`,
    );
  }
  return { createdMs: Number(match[1]), name: match[2] ?? '' };
}

function withToken(answer: RestAnswer, { name }: ListedTable, next: string | null): RestAnswer {
  const body = Array.isArray(answer.body)
    ? { next_token: next, [name]: answer.body }
    : `${String(answer.body)}next_token ${next}\n`;
  return { ...answer, body };
}
