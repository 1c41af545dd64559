import { errors } from '@longshore/common/errors';
import { enterObjects, leaveObjects } from '../nested/nested-rows.ts';
import type { BucketAggType, BucketPlan } from './agg-type.ts';
import { single } from './filters.ts';

/** The nested objects of the documents, or of the objects, around it: each counts as a document for what is inside. */
export const nested: BucketAggType<{ readonly path: string }> = {
  name: 'nested',
  kind: 'bucket',
  parse: (reader) => ({ path: reader.string('path') }),
  plan: ({ path }, { branches }): BucketPlan => {
    for (const { context } of branches) {
      const isKnown = context.mapping.objects.has(path) || context.isMapped(path);
      if (isKnown && !context.isNested(path)) {
        throw errors.illegalArgument(`[nested] nested path [${path}] is not nested`);
      }
    }
    return {
      typedName: 'nested',
      rows: (branch) => enterObjects(branch, path),
      ...single,
    };
  },
};

/** The documents that the nested objects around it are of, or, with a path, the objects that they are in. */
export const reverseNested: BucketAggType<{ readonly path: string }> = {
  name: 'reverse_nested',
  kind: 'bucket',
  parse: (reader) => ({ path: reader.optionalString('path') ?? '' }),
  plan: ({ path }, { branches }): BucketPlan => {
    for (const { context } of branches) {
      if (context.around === undefined) {
        throw errors.illegalArgument(
          'Reverse nested aggregation cannot be used outside a [nested] aggregation',
        );
      }
      if (path !== '' && !context.isNested(path)) {
        throw errors.illegalArgument(`[reverse_nested] nested path [${path}] is not nested`);
      }
    }
    return {
      typedName: 'reverse_nested',
      rows: (branch, keys) => {
        const outer = leaveObjects(branch, path, keys);
        if (outer === undefined) {
          throw errors.illegalArgument(
            `[reverse_nested] nested path [${path}] is not around the objects of [${branch.context.scope}]`,
          );
        }
        return outer;
      },
      ...single,
    };
  },
};
