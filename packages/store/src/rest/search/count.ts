import { errors } from '@longshore/common/errors';
import { parseCount, readTerminateAfter } from '../../search/parse-search.ts';
import type { CountRequest } from '../../search/search.ts';
import { type Parameters, resolveOptions } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';
import {
  COUNT_PARAMETERS,
  readSearchBody,
  searcherOf,
  withQueryText,
} from './search-parameters.ts';
import { asSearchTask, describeSearch, SEARCH_ACTIONS } from './search-task.ts';

/** `GET|POST /{index}/_count`: how many documents a query matches. */
export const count: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_count', '/:index/_count'],
  parameters: COUNT_PARAMETERS,
  handle: async ({ part, parameters, body, signal: gone }, store) => {
    const wanted = readCount(body, parameters);
    const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
    await store.writer.settled(target.map(({ uuid }) => uuid));
    const description = describeSearch(target, body);
    const work = { action: SEARCH_ACTIONS.search, description, signal: gone };
    return ok(
      await asSearchTask(store, work, (signal) => searcherOf(store).count(target, wanted, signal)),
    );
  },
};

/** What is to be counted, from the body and the parameters of a request. */
export function readCount(body: Buffer, parameters: Parameters): CountRequest {
  return {
    ...parseCount(withQueryText(readSearchBody(body), parameters)),
    minScore: readMinScore(parameters.text('min_score')),
    terminateAfter: readTerminateAfter(parameters.integer('terminate_after')),
  };
}

function readMinScore(given: string | undefined): number | undefined {
  const minScore = given === undefined ? undefined : Number(given);
  if (minScore !== undefined && (given === '' || !Number.isFinite(minScore))) {
    throw errors.illegalArgument(
      `Failed to parse float parameter [min_score] with value [${given}]`,
    );
  }
  return minScore;
}
