import { errors } from '@longshore/common/errors';
import type { DataStream } from '../../index/catalog.ts';
import type { NamedTarget } from '../../index/expression.ts';
import { resolveOptions } from '../parameters.ts';
import type { RestRequest, Store } from '../route.ts';

/** Data streams that the path of a request names, by name; throws for the name of something else. */
export function requestedStreams(request: RestRequest, store: Store): readonly DataStream[] {
  const expression = request.part('name') ?? '*';
  const targets = targetsOf(request, store);
  const other = targets.find(({ kind }) => kind !== 'data_stream');
  if (other && !expression.includes('*') && expression !== '_all') {
    throw errors.illegalArgument(
      `The provided expression [${other.name}] matches ${other.kind === 'alias' ? 'an alias' : 'an index'}, and is no data stream`,
    );
  }
  return streamsOf(targets, store);
}

/** The same, where indices and aliases among the names are passed over. */
export function streamsAmong(request: RestRequest, store: Store): readonly DataStream[] {
  return streamsOf(targetsOf(request, store), store);
}

function streamsOf(targets: readonly NamedTarget[], { catalog }: Store): readonly DataStream[] {
  return targets
    .flatMap(({ name }) => catalog.dataStream(name) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function targetsOf({ part, parameters }: RestRequest, { catalog }: Store): readonly NamedTarget[] {
  const options = resolveOptions(parameters);
  const expandWildcards = parameters.has('expand_wildcards')
    ? options.expandWildcards
    : new Set(['open', 'hidden'] as const);
  return catalog.expandNames(part('name') ?? '*', { ...options, expandWildcards });
}
