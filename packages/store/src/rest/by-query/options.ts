import { errors, LongshoreError } from '@longshore/common/errors';
import { type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import { type ActiveShards, readActiveShards } from '../active-shards.ts';
import type { Parameters } from '../parameters.ts';

/** What all requests of this kind take beside what says which documents. */
export const RUN_PARAMETERS = [
  'conflicts',
  'max_docs',
  'refresh',
  'requests_per_second',
  'scroll',
  'scroll_size',
  'slices',
  'timeout',
  'wait_for_active_shards',
  'wait_for_completion',
];

/** Those that are taken and change nothing: nothing is held open by a scroll, and there is one node. */
export const RUN_IGNORED = ['scroll', 'timeout'];

/** How a request is worked on. */
export interface RunOptions {
  readonly proceedsOnConflict: boolean;
  /** Infinity for all. */
  readonly maxDocs: number;
  readonly refresh: boolean;
  /** Infinity for no limit. */
  readonly perSecond: number;
  /** Documents of one page. */
  readonly pageSize: number;
  /** 0 for as many as the index has shards. */
  readonly slices: number;
  readonly waits: boolean;
  readonly activeShards: ActiveShards;
}

const PAGE_SIZE = 1000;
const PAGE_SIZE_MAX = 10_000;
const SLICES_MAX = 1024;

/** Reads them from the query string, and `conflicts`, `max_docs` and the old `size` from the body. */
export function readRunOptions(body: JsonObject, parameters: Parameters): RunOptions {
  const slices = readSlices(parameters.text('slices'));
  const maxDocs = readMaxDocs([body.max_docs, body.size].filter(isGiven), parameters);
  if (maxDocs < slices) {
    throw errors.validation('1: [max_docs] should be >= [slices];');
  }
  return {
    proceedsOnConflict: readConflicts(body.conflicts ?? parameters.text('conflicts')),
    maxDocs,
    refresh: parameters.boolean('refresh', false),
    perSecond: readPerSecond(parameters.text('requests_per_second')) ?? Number.POSITIVE_INFINITY,
    pageSize: readPageSize(parameters.text('scroll_size')),
    slices,
    waits: parameters.boolean('wait_for_completion', true),
    activeShards: readActiveShards(parameters),
  };
}

const isGiven = (value: Json | undefined): value is Json => value !== undefined && value !== null;

/** The number of documents per second; undefined if nothing is said. */
export function readPerSecond(given: string | undefined): number | undefined {
  if (given === undefined) {
    return undefined;
  }
  const perSecond = given === '' ? Number.NaN : Number(given);
  if (perSecond === -1) {
    return Number.POSITIVE_INFINITY;
  }
  if (!Number.isFinite(perSecond) || perSecond <= 0) {
    throw errors.illegalArgument(
      '[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.',
    );
  }
  return perSecond;
}

/** A number in a body, or Elasticsearch's error for something else. */
function readWhole(given: Json): number {
  const number = typeof given === 'string' && given.trim() === '' ? Number.NaN : jsonNumber(given);
  if (!Number.isSafeInteger(number)) {
    throw new LongshoreError(
      'number_format_exception',
      400,
      `For input string: "${jsonText(given)}"`,
    );
  }
  return number;
}

function readMaxDocs(inBody: readonly Json[], parameters: Parameters): number {
  const names = ['max_docs', 'size'].filter((name) => parameters.has(name));
  const given = [...inBody, ...names.map((name) => parameters.text(name) ?? '')].map(readWhole);
  const [first = Number.POSITIVE_INFINITY, ...others] = given.sort((a, b) => a - b);
  const other = others.find((value) => value !== first);
  if (other !== undefined) {
    throw errors.illegalArgument(
      `[max_docs] set to two different values [${first}] and [${other}]`,
    );
  }
  if (first < 0) {
    throw errors.illegalArgument(`[max_docs] parameter cannot be negative, found [${first}]`);
  }
  return first;
}

function readSlices(given: string | undefined): number {
  if (given === 'auto') {
    return 0;
  }
  const slices = given === undefined ? 1 : Number(given);
  if (!Number.isSafeInteger(slices) || slices < 1) {
    throw errors.illegalArgument('[slices] must be a positive integer or the string "auto"');
  }
  if (slices > SLICES_MAX) {
    throw errors.illegalArgument(
      `The number of slices [${slices}] is too large. It must be less than [${SLICES_MAX}].`,
    );
  }
  return slices;
}

function readConflicts(given: Json | undefined): boolean {
  if (given !== undefined && given !== 'proceed' && given !== 'abort') {
    throw errors.illegalArgument(
      `conflicts may only be "proceed" or "abort" but was [${jsonText(given)}]`,
    );
  }
  return given === 'proceed';
}

/** The number of documents of a page: `scroll_size`, and `size` of what a reindex reads. */
export function readPageSize(given: Json | undefined): number {
  const size = given === undefined || given === null ? PAGE_SIZE : readWhole(given);
  if (size < 0) {
    throw errors.illegalArgument(`[size] parameter cannot be negative, found [${size}]`);
  }
  if (size === 0) {
    throw errors.validation('1: [size] cannot be [0] in a scroll context;');
  }
  if (size > PAGE_SIZE_MAX) {
    throw errors.illegalArgument(
      `Batch size is too large, size must be less than or equal to: [${PAGE_SIZE_MAX}] but was [${size}].`,
    );
  }
  return size;
}

/** Who says which slice is wanted cannot have slices made as well. */
export function refuseTwoSlicings(search: JsonObject, { slices }: RunOptions): void {
  if (search.slice !== undefined && slices !== 1) {
    throw errors.validation("1: can't specify both manual and automatic slicing at the same time;");
  }
}
