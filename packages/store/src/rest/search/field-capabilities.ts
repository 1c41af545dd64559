import type { FieldUse } from './field-uses.ts';

/** What can be done with a field, by its types; `all` are the indices to say of which do not have it. */
export function describeUses(uses: readonly FieldUse[], all: readonly string[] | undefined) {
  const byType = new Map<string, FieldUse[]>();
  for (const use of uses) {
    const same = byType.get(use.type);
    if (same === undefined) {
      byType.set(use.type, [use]);
    } else {
      same.push(use);
    }
  }
  const unmapped = all === undefined ? [] : missing(all, uses);
  const isSplit = byType.size + (unmapped.length > 0 ? 1 : 0) > 1;
  const described = new Map<string, object>(
    [...byType].map(([type, same]) => [type, describe(type, same, isSplit)]),
  );
  if (unmapped.length > 0) {
    const nothing = { type: 'unmapped', metadata_field: false, searchable: false };
    described.set('unmapped', { ...nothing, aggregatable: false, indices: unmapped });
  }
  return Object.fromEntries(described);
}

function missing(all: readonly string[], uses: readonly FieldUse[]): readonly string[] {
  const mapped = new Set(uses.map(({ index }) => index));
  return all.filter((name) => !mapped.has(name));
}

function describe(type: string, uses: readonly FieldUse[], isSplit: boolean) {
  const not = (test: (use: FieldUse) => boolean) => uses.filter((use) => !test(use)).map(nameOf);
  const unsearchable = not(({ isSearchable }) => isSearchable);
  const unaggregatable = not(({ isAggregatable }) => isAggregatable);
  const undimensioned = not(({ dimension }) => dimension);
  const metrics = new Set(uses.map(({ metric }) => metric));
  const [metric] = metrics;
  const isPartly = (names: readonly string[]) => names.length > 0 && names.length < uses.length;
  const meta = metaOf(uses);
  return {
    type,
    metadata_field: uses.every(({ isMetadata }) => isMetadata),
    searchable: unsearchable.length === 0,
    aggregatable: unaggregatable.length === 0,
    ...(undimensioned.length === 0 ? { time_series_dimension: true } : {}),
    ...(metrics.size === 1 && metric !== undefined ? { time_series_metric: metric } : {}),
    ...(isSplit ? { indices: uses.map(nameOf).sort() } : {}),
    ...(isPartly(unsearchable) ? { non_searchable_indices: unsearchable.sort() } : {}),
    ...(isPartly(unaggregatable) ? { non_aggregatable_indices: unaggregatable.sort() } : {}),
    ...(isPartly(undimensioned) ? { non_dimension_indices: undimensioned.sort() } : {}),
    ...(metrics.size > 1 ? { metric_conflicts_indices: uses.map(nameOf).sort() } : {}),
    ...(meta === undefined ? {} : { meta }),
  };
}

const nameOf = ({ index }: FieldUse): string => index;

/** Every value that any index gives. */
function metaOf(
  uses: readonly FieldUse[],
): Readonly<Record<string, readonly string[]>> | undefined {
  const values = new Map<string, Set<string>>();
  for (const { meta } of uses) {
    for (const [key, value] of Object.entries(meta)) {
      values.set(key, (values.get(key) ?? new Set()).add(String(value)));
    }
  }
  return values.size === 0
    ? undefined
    : Object.fromEntries([...values].map(([key, found]) => [key, [...found].sort()]));
}
