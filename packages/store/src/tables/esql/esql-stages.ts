import { nameMatcher } from '../../index/expression.ts';
import { compileDissect } from '../../ingest/dissect.ts';
import { compileGrok } from '../../ingest/grok/grok.ts';
import { patternBank } from '../../ingest/grok/pattern-banks.ts';
import { constantValue } from '../compile-expression.ts';
import { type Expression, replaceIn, walk } from '../expression.ts';
import { AggregateCollector, hasAggregates } from '../extract-aggregates.ts';
import type { QueryContext } from '../query-context.ts';
import type { Column } from '../row.ts';
import type { Named, Selected, Stage } from '../stage.ts';
import { verificationError } from '../syntax-error.ts';
import type { ColumnType, Value } from '../value.ts';
import { numberWidth, timeWidth } from './bucket-width.ts';
import type { EsqlCommand, NamePattern } from './parse-esql.ts';

/** The steps of a command. */
export function esqlStages(command: EsqlCommand, context: QueryContext): readonly Stage[] {
  switch (command.kind) {
    case 'where':
      return [command];
    case 'limit':
      return [command];
    case 'sort':
      return [command];
    case 'eval':
      refuseAggregates(command.fields, context);
      return [command];
    case 'stats':
      return statsStages(command, context);
    case 'keep':
      return [{ kind: 'select', select: (columns) => keep(command.names, columns, context) }];
    case 'drop':
      return [{ kind: 'select', select: (columns) => drop(command.names, columns, context) }];
    case 'rename':
      return [{ kind: 'select', select: (columns) => rename(command, columns, context) }];
    case 'dissect':
      return [dissectStage(command)];
    case 'grok':
      return [grokStage(command)];
    case 'mv_expand':
      return [{ kind: 'expand', name: command.name.pattern, start: command.name.start }];
  }
}

function refuseAggregates(fields: readonly Named[], { source }: QueryContext): void {
  for (const { expression } of fields) {
    if (hasAggregates('esql', expression)) {
      throw verificationError(
        source,
        expression.start,
        `aggregate function [${source.slice(expression.start, expression.end)}] not allowed outside STATS command`,
      );
    }
  }
}

const same = ({ name }: Column): Selected => ({ name, from: name });

/** Columns by names and patterns; what a name says outright wins over what patterns say, and later ones over earlier. */
function keep(
  names: readonly NamePattern[],
  columns: readonly Column[],
  context: QueryContext,
): readonly Selected[] {
  const ranks = new Map<string, { readonly rank: number; readonly place: number }>();
  for (const [place, name] of names.entries()) {
    const rank = name.pattern === '*' ? 0 : name.pattern.includes('*') ? 1 : 2;
    for (const column of matching(name, columns, context)) {
      if ((ranks.get(column.name)?.rank ?? -1) <= rank) {
        ranks.set(column.name, { rank, place });
      }
    }
  }
  return names.flatMap((_, place) =>
    columns.filter(({ name }) => ranks.get(name)?.place === place).map(same),
  );
}

function drop(
  names: readonly NamePattern[],
  columns: readonly Column[],
  context: QueryContext,
): readonly Selected[] {
  const dropped = new Set(names.flatMap((name) => matching(name, columns, context)));
  return columns.filter((column) => !dropped.has(column)).map(same);
}

function rename(
  { renames }: Extract<EsqlCommand, { kind: 'rename' }>,
  columns: readonly Column[],
  context: QueryContext,
): readonly Selected[] {
  let selected = columns.map(same);
  for (const { from, to } of renames) {
    if (!selected.some(({ name }) => name === from.pattern)) {
      throw unknownColumn(from, context);
    }
    selected = selected
      .filter(({ name }) => name !== to || name === from.pattern)
      .map((one) => (one.name === from.pattern ? { ...one, name: to } : one));
  }
  return selected;
}

function matching(
  name: NamePattern,
  columns: readonly Column[],
  context: QueryContext,
): readonly Column[] {
  const matches = nameMatcher(name.pattern);
  const found = columns.filter((column) => matches(column.name));
  if (found.length === 0) {
    throw name.pattern.includes('*')
      ? verificationError(
          context.source,
          name.start,
          `No matches found for pattern [${name.pattern}]`,
        )
      : unknownColumn(name, context);
  }
  return found;
}

const unknownColumn = ({ pattern, start }: NamePattern, { source }: QueryContext) =>
  verificationError(source, start, `Unknown column [${pattern}]`);

/** Groups and functions over them; what is computed of these comes after. */
function statsStages(
  { metrics, groups }: Extract<EsqlCommand, { kind: 'stats' }>,
  context: QueryContext,
): readonly Stage[] {
  const collector = new AggregateCollector('esql');
  const grouped = groups.map(({ name, expression }) => ({
    name,
    expression: replaceIn(expression, (one) => withBucketWidth(one, context)),
  }));
  const names = new Set(groups.map(({ name }) => name));
  const shown = metrics.map(({ name, expression }) => ({
    name,
    expression: collector.collect(expression, () => undefined),
  }));
  for (const { expression } of shown) {
    const stray = [...walk(expression)].find(
      (one) => one.kind === 'name' && !one.name.startsWith('$') && !names.has(one.name),
    );
    if (stray !== undefined) {
      throw verificationError(
        context.source,
        stray.start,
        `column [${context.source.slice(stray.start, stray.end)}] must appear in the STATS BY clause or be used in an aggregate function`,
      );
    }
  }
  const computed = shown.flatMap(({ expression }, i): readonly Named[] =>
    expression.kind === 'name' ? [] : [{ name: `$c${i}`, expression }],
  );
  const selected = shown.map(({ name, expression }, i): Selected => {
    return { name, from: expression.kind === 'name' ? expression.name : `$c${i}` };
  });
  return [
    { kind: 'aggregate', groups: grouped, metrics: collector.metrics },
    ...(computed.length === 0 ? [] : [{ kind: 'eval' as const, fields: computed }]),
    {
      kind: 'select',
      select: () => [...selected, ...groups.map(({ name }) => ({ name, from: name }))],
    },
  ];
}

/** `BUCKET(a, 20, from, to)`: so many buckets at most, of a width that is found here. */
function withBucketWidth(one: Expression, context: QueryContext): Expression | undefined {
  if (one.kind !== 'call' || one.name !== 'bucket' || one.args.length !== 4) {
    return undefined;
  }
  const [value, count, ...ends] = one.args;
  if (value === undefined || count === undefined) {
    return undefined;
  }
  const buckets = Number(constantValue(count, context));
  const [from, to] = ends.map((end) => momentOrNumber(end, context));
  if (!(buckets > 0) || from === undefined || to === undefined || !(to.value > from.value)) {
    throw verificationError(
      context.source,
      one.start,
      `no buckets can be made by [${context.source.slice(one.start, one.end)}]`,
    );
  }
  const isTime = from.isTime;
  const width = isTime
    ? timeWidth(buckets, from.value, to.value)
    : numberWidth(buckets, from.value, to.value);
  const type: ColumnType = isTime ? 'interval' : 'double';
  const literal = { kind: 'literal' as const, type, start: count.start, end: count.end };
  return {
    ...one,
    args: [value, { ...literal, value: isTime ? width : Number(width) }],
  } as Expression;
}

function momentOrNumber(expression: Expression, context: QueryContext) {
  const value: Value = constantValue(expression, context);
  if (typeof value === 'number') {
    const isTime = expression.kind !== 'literal';
    return { value, isTime };
  }
  const { start, end } = expression;
  const type = {
    kind: 'literal' as const,
    value: 'datetime',
    type: 'keyword' as const,
    start,
    end,
  };
  const cast: Expression = { kind: 'call', name: 'cast', args: [expression, type], start, end };
  return { value: Number(constantValue(cast, context)), isTime: true };
}

function dissectStage({
  text,
  pattern,
  separator,
}: Extract<EsqlCommand, { kind: 'dissect' | 'grok' }>): Stage {
  const cut = compileDissect(pattern, separator);
  const names = [...pattern.matchAll(/%\{[+]?([^}?*&/>-][^}/]*?)(?:\/\d+)?(?:->)?\}/g)].map(
    ([, name = '']) => name,
  );
  const columns = [...new Set(names)].map((name): Column => ({ name, type: 'keyword' }));
  return { kind: 'extract', text, columns, extract: (value) => cut(value) };
}

const GROK_TYPES: Readonly<Record<string, ColumnType>> = {
  int: 'integer',
  long: 'long',
  float: 'double',
  double: 'double',
  boolean: 'boolean',
};

function grokStage({ text, pattern }: Extract<EsqlCommand, { kind: 'dissect' | 'grok' }>): Stage {
  const { match, captures } = compileGrok(pattern, patternBank('disabled'));
  const types = new Map([...captures.values()].map(({ field, type }) => [field, type]));
  const columns = [...types].map(
    ([name, type]): Column => ({ name, type: GROK_TYPES[type] ?? 'keyword' }),
  );
  return {
    kind: 'extract',
    text,
    columns,
    extract: (value) => {
      const found = match(value);
      return found && new Map([...found].map(([name, one]) => [name, grokValue(one)]));
    },
  };
}

const grokValue = (value: unknown): Value =>
  typeof value === 'string' || typeof value === 'boolean' ? value : Number(String(value));
