import { resolveOptions } from '../parameters.ts';
import type { RestRoute } from '../route.ts';
import { readCount } from '../search/count.ts';
import { COUNT_PARAMETERS, searcherOf } from '../search/search-parameters.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

const COLUMNS: readonly CatColumn<number>[] = [
  catColumn(['epoch', 't', 'time'], 'seconds since 1970-01-01 00:00:00', () =>
    Math.floor(Date.now() / 1000),
  ),
  catColumn(['timestamp', 'ts', 'hms', 'hhmmss'], 'time in HH:MM:SS', () =>
    new Date().toISOString().slice(11, 19),
  ),
  catColumn(['count', 'dc', 'docs.count', 'docsCount'], 'the document count', (count) => count),
];

/** `GET /_cat/count[/{index}]` */
export const catCount: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/count', '/_cat/count/:index'],
  parameters: [...new Set([...CAT_PARAMETERS, ...COUNT_PARAMETERS])],
  handle: async ({ part, parameters, body, signal }, store) => {
    const wanted = readCount(body, parameters);
    const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
    await store.writer.settled(target.map(({ uuid }) => uuid));
    const { count } = await searcherOf(store).count(target, wanted, signal);
    return catAnswer([Number(count)], COLUMNS, parameters);
  },
};
