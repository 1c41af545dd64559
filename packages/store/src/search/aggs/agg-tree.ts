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
