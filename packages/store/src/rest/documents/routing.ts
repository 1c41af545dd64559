import { errors, LongshoreError } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { ROUTING_BYTES_MAX } from '../../write/translog-record.ts';
import type { Parameters } from '../parameters.ts';
import type { Store } from '../route.ts';

/** An index, the name that it was found by, and the routing that came with the request. */
export interface RoutedName {
  readonly entry: IndexEntry;
  readonly name: string;
  readonly routing: string | undefined;
}

/** `routing` of a request; an empty one is none. */
export const readRouting = (parameters: Parameters): string | undefined =>
  parameters.text('routing') || undefined;

/** The routing of a document that is read: that of the alias, if it has one, which a request may only repeat. */
export function routingThrough({ entry, name, routing }: RoutedName): string | undefined {
  const own = entry.aliases[name]?.index_routing;
  if (own !== undefined && routing !== undefined && routing !== own) {
    throw errors.illegalArgument(
      `Alias [${name}] has index routing associated with it [${own}], and was provided with routing value [${routing}], rejecting operation`,
    );
  }
  return own ?? routing;
}

/** The same of a document that is written; data streams take none unless their template says so. */
export function routingOfWrite({ catalog }: Store, routed: RoutedName): string | undefined {
  const routing = routingThrough(routed);
  const stream = routing === undefined ? undefined : routed.entry.dataStream;
  if (stream !== undefined && catalog.dataStream(stream)?.allowsRouting !== true) {
    throw errors.illegalArgument(
      `index request targeting data stream [${stream}] specifies a custom routing but the [allow_custom_routing] setting was not enabled in the data stream's template.`,
    );
  }
  return routing;
}

/** Refuses an operation on a document without the routing that its mapping requires. */
export function checkRequired(
  { name: index, mapping }: IndexEntry,
  id: string | undefined,
  routing: string | undefined,
): void {
  if (routing === undefined && mapping.requiresRouting) {
    throw new LongshoreError(
      'routing_missing_exception',
      400,
      `routing is required for [${index}]/[${id ?? null}]`,
      { details: { index_uuid: '_na_', index } },
    );
  }
}

/** Refuses a routing that cannot be kept. */
export function checkLength(routing: string | undefined): void {
  const bytes = routing === undefined ? 0 : Buffer.byteLength(routing);
  if (bytes > ROUTING_BYTES_MAX) {
    throw errors.illegalArgument(
      `routing [${routing}] is too long, must be no longer than ${ROUTING_BYTES_MAX} bytes but was: ${bytes}`,
    );
  }
}
