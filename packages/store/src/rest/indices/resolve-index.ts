import type { NamedTarget } from '../../index/expression.ts';
import { TIMESTAMP } from '../../index/time-field.ts';
import { EXPRESSION_PARAMETERS, resolveOptions } from '../parameters.ts';
import { ok, type RestRoute, type Store } from '../route.ts';

/** `GET /_resolve/index/{expression}`: which names it stands for. */
export const resolveIndex: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_resolve/index/:name'],
  parameters: [...EXPRESSION_PARAMETERS, 'mode'],
  handle: async ({ part, parameters }, store) => {
    const names = store.catalog.expandNames(part('name') ?? '', resolveOptions(parameters));
    const sorted = [...names].sort((a, b) => (a.name < b.name ? -1 : 1));
    const of = (kind: NamedTarget['kind']) => sorted.filter((target) => target.kind === kind);
    return ok({
      indices: of('index').map(({ name }) => describeIndex(name, store)),
      aliases: of('alias').map(({ name }) => ({
        name,
        indices: store.catalog
          .aliased(name)
          .map((entry) => entry.name)
          .sort(),
      })),
      data_streams: of('data_stream').map(({ name }) => ({
        name,
        backing_indices: store.catalog.dataStream(name)?.indices ?? [],
        timestamp_field: store.catalog.dataStream(name)?.timestampField ?? TIMESTAMP,
      })),
    });
  },
};

function describeIndex(name: string, { catalog }: Store) {
  const entry = catalog.index(name);
  const aliases = Object.keys(entry?.ownAliases ?? {}).sort();
  return {
    name,
    ...(aliases.length === 0 ? {} : { aliases }),
    attributes: [
      entry?.isClosed === true ? 'closed' : 'open',
      ...(entry?.isHidden === true ? ['hidden'] : []),
    ].sort(),
    ...(entry?.dataStream === undefined ? {} : { data_stream: entry.dataStream }),
  };
}
