import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import { aliasOwners, writerOf } from './index/alias-owners.ts';
import type { DataStream, IndexCatalog } from './index/catalog.ts';
import { backingIndexName, type IndexRequest } from './index/compose-index.ts';
import type { IndexEntry } from './index/index-entry.ts';
import { checkIndexName, resolveDateMath } from './index/names.ts';
import type { Indices } from './indices.ts';
import { parseAge, parseSize } from './lifecycle/units.ts';
import type { IndexCounts } from './write/writer.ts';

/** A condition of a rollover: `max_docs: 1000`. */
interface RolloverCondition {
  readonly name: string;
  readonly value: string | number;
  isMet(facts: RolloverFacts): boolean;
}

/** What conditions are about. */
export interface RolloverFacts {
  readonly ageMs: number;
  readonly counts: Pick<IndexCounts, 'documents' | 'sizeBytes'>;
}

/** What a rollover would do. */
export interface RolloverPlan {
  readonly old: IndexEntry;
  readonly newName: string;
  readonly expression: string;
  /** Undefined for an alias. */
  readonly stream: DataStream | undefined;
}

const MEASURES: Readonly<
  Record<
    string,
    {
      readonly read: (name: string, value: Json) => number;
      readonly of: (facts: RolloverFacts) => number;
    }
  >
> = {
  age: { read: parseAge, of: ({ ageMs }) => ageMs },
  docs: { read: readCount, of: ({ counts }) => counts.documents },
  primary_shard_docs: { read: readCount, of: ({ counts }) => counts.documents },
  size: { read: parseSize, of: ({ counts }) => counts.sizeBytes },
  primary_shard_size: { read: parseSize, of: ({ counts }) => counts.sizeBytes },
};

/** Reads the conditions of a request. Throws for what is none. */
export function parseConditions(json: Json | undefined): readonly RolloverCondition[] {
  if (json === undefined || json === null) {
    return [];
  }
  if (!isObject(json)) {
    throw errors.parsing('[conditions] must be an object');
  }
  return Object.entries(json).map(([name, value]) => {
    const [, bound, what = ''] = /^(max|min)_(\w+)$/.exec(name) ?? [];
    const measure = MEASURES[what];
    if (measure === undefined || (typeof value !== 'string' && typeof value !== 'number')) {
      throw errors.unknownField('conditions', name);
    }
    const limit = measure.read(name, value);
    return { name: `${bound}_${what}`, value, isMet: (facts) => measure.of(facts) >= limit };
  });
}

/** Whether to roll over: any `max_` condition is met and all `min_` ones are; always without any. */
export function conditionsHold(
  conditions: readonly RolloverCondition[],
  facts: RolloverFacts,
): boolean {
  if (conditions.length === 0) {
    return true;
  }
  const max = conditions.filter(({ name }) => name.startsWith('max_'));
  const min = conditions.filter(({ name }) => name.startsWith('min_'));
  const isAnyMet = max.some((condition) => condition.isMet(facts));
  return isAnyMet && min.every((condition) => condition.isMet(facts));
}

/** Finds what a rollover of this alias or data stream would do. Throws when it cannot be done. */
export function planRollover(
  catalog: IndexCatalog,
  {
    name,
    newIndex,
    now,
  }: { readonly name: string; readonly newIndex?: string; readonly now: Date },
): RolloverPlan {
  const stream = catalog.dataStream(name);
  if (stream) {
    if (newIndex !== undefined) {
      throw errors.illegalArgument(
        'new index name may not be specified when rolling over a data stream',
      );
    }
    const old = catalog.index(stream.indices.at(-1) ?? '');
    if (!old) {
      throw errors.indexNotFound(name);
    }
    const newName = backingIndexName(name, stream.generation + 1, now);
    return { old, newName, expression: newName, stream };
  }
  const old = writeIndexOf(catalog, name);
  const expression = newIndex ?? nextName(old);
  const newName = resolveDateMath(expression, now);
  checkIndexName(newName);
  catalog.assertFree(newName);
  return { old, newName, expression, stream: undefined };
}

/** Makes the new index, which takes the writes from then on. */
export async function rollOver(
  indices: Indices,
  { old, expression, stream }: RolloverPlan,
  {
    alias,
    request,
    now,
  }: { readonly alias: string; readonly request: IndexRequest; readonly now: Date },
): Promise<void> {
  const leave = () => {
    old.rolledOver = { atMs: now.getTime(), alias };
    indices.saved(old);
  };
  if (stream) {
    await indices.addBackingIndex(stream, request, leave);
    return;
  }
  const { [alias]: options = {}, ...others } = old.aliases;
  const staysOnOld = options.is_write_index === true;
  const own = isObject(request.aliases) ? request.aliases : {};
  const moved: JsonObject = { [alias]: { ...options } };
  const onOpen = () => {
    old.aliases = staysOnOld
      ? { ...others, [alias]: { ...options, is_write_index: false } }
      : others;
    leave();
  };
  const withAliases = { ...request, aliases: { ...own, ...moved } };
  await indices.create(expression, withAliases, { from: old, onOpen });
}

function writeIndexOf(catalog: IndexCatalog, name: string): IndexEntry {
  const owners = aliasOwners(catalog, name);
  if (owners.length === 0) {
    if (catalog.index(name)) {
      throw errors.illegalArgument(
        'rollover target is a [CONCRETE_INDEX] but one of [ALIAS,DATA_STREAM] was expected',
      );
    }
    throw errors.illegalArgument(`rollover target [${name}] does not exist`);
  }
  if (owners.some(({ stream }) => stream !== undefined)) {
    throw errors.illegalArgument(
      'Aliases to data streams cannot be rolled over. Please rollover the data stream itself.',
    );
  }
  const writer = writerOf(name, owners) ?? (owners.length === 1 ? owners[0] : undefined);
  if (!writer) {
    throw errors.illegalArgument(`rollover target [${name}] does not point to a write index`);
  }
  return writer.entry;
}

/** `logs-1` gives `logs-000002`; date math is kept, to be worked out anew. */
function nextName({ name, providedName }: IndexEntry): string {
  const isMath = providedName.startsWith('<') && providedName.endsWith('>');
  const shown = isMath ? providedName.slice(1, -1) : name;
  const match = /^(.*)-(\d+)$/s.exec(shown);
  if (!match) {
    throw errors.illegalArgument(`index name [${name}] does not match pattern '^.*-\\d+$'`);
  }
  const next = `${match[1]}-${String(Number(match[2]) + 1).padStart(6, '0')}`;
  return isMath ? `<${next}>` : next;
}

function readCount(name: string, value: Json): number {
  const count = jsonNumber(value);
  if (!Number.isSafeInteger(count) || count < 0) {
    throw errors.parsing(
      `failed to parse condition [${name}] with value [${jsonText(value)}] as a number`,
    );
  }
  return count;
}
