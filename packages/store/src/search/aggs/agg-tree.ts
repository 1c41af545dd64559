import type { JsonObject } from '@longshore/common/json';
import type { AggType } from './agg-type.ts';

/** A named aggregation of a request with those below it. */
export interface AggNode {
  readonly name: string;
  readonly type: AggType<unknown>;
  readonly spec: unknown;
  readonly meta: JsonObject | undefined;
  readonly children: readonly AggNode[];
}

/** Whether an aggregation, or one below it, reads documents that the query does not match. */
export const isBeyondQuery = ({ type, children }: AggNode): boolean =>
  (type.kind === 'bucket' && type.isBeyondQuery === true) || children.some(isBeyondQuery);
