import type { Json, JsonObject } from '@longshore/common/json';
import { compileExpression, SEARCH_FUNCTIONS } from './compile-expression.ts';
import { type Call, type Expression, namesIn } from './expression.ts';
import type { QueryContext } from './query-context.ts';
import type { FieldColumn } from './schema.ts';
import { verificationError } from './syntax-error.ts';
import { type Value, valuesOf } from './value.ts';

const ALL: JsonObject = { match_all: {} };
const NONE: JsonObject = { match_none: {} };
const RANGES: Readonly<Record<string, string>> = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };
/** Which comparison holds where one does not, and where its sides change places. */
const NEGATED: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};
const TURNED: Readonly<Record<string, string>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * Conditions as queries, as far as a search can say them. Three-valued: what is unknown for a document without a value is
 * not true, and its negation is not either. On a field with several values a condition is true if one of them fulfils it.
 */
export class QueryConverter {
  readonly #columns: readonly FieldColumn[];
  readonly #byName: ReadonlyMap<string, FieldColumn>;
  readonly #context: QueryContext;

  constructor(columns: readonly FieldColumn[], context: QueryContext) {
    this.#columns = columns;
    this.#byName = new Map(columns.map((column) => [column.name, column]));
    this.#context = context;
  }

  /** The query of the documents for which a condition is `wanted`; undefined if no search can say it. */
  convert(condition: Expression, wanted = true): JsonObject | undefined {
    if (condition.kind === 'call' && SEARCH_FUNCTIONS.has(condition.name)) {
      const query = this.#convertSearch(condition);
      return wanted ? query : not(query);
    }
    if (condition.kind === 'call' && ['and', 'or', 'not'].includes(condition.name)) {
      return this.#convertLogic(condition, wanted);
    }
    // Also finds out what makes no sense.
    const { type } = compileExpression(condition, this.#columns, this.#context);
    if (namesIn(condition).length === 0) {
      return this.#constant(condition) === wanted ? ALL : NONE;
    }
    if (condition.kind === 'name') {
      const column = this.#searchable(condition);
      return column === undefined || type !== 'boolean'
        ? undefined
        : { term: { [column.field]: wanted } };
    }
    return condition.kind === 'call' ? this.#convertCall(condition, wanted) : undefined;
  }

  #convertLogic({ name, args }: Call, wanted: boolean): JsonObject | undefined {
    const isNot = name === 'not';
    const queries = args.map((arg) => this.convert(arg, isNot ? !wanted : wanted));
    const known = queries.filter((query) => query !== undefined);
    if (known.length < queries.length) {
      return undefined;
    }
    const [only] = known;
    if (isNot) {
      return only;
    }
    return (name === 'and') === wanted
      ? { bool: { filter: known } }
      : { bool: { should: known, minimum_should_match: 1 } };
  }

  #convertCall(call: Call, wanted: boolean): JsonObject | undefined {
    if (NEGATED[call.name] !== undefined) {
      return this.#convertComparison(call, wanted);
    }
    const [first, ...others] = call.args;
    const column = first && this.#searchable(first);
    if (column === undefined) {
      return undefined;
    }
    const exists = { exists: { field: column.field } };
    if (call.name === 'is_null') {
      return wanted ? not(exists) : exists;
    }
    const values = others.map((other) =>
      namesIn(other).length === 0 ? this.#valueFor(column, other) : undefined,
    );
    if (values.some((value) => value === undefined)) {
      return undefined;
    }
    const query = this.#convertTest(
      call.name,
      column,
      values.flatMap((value) => value ?? [null]),
    );
    if (query === undefined) {
      return undefined;
    }
    const hasNull = call.name === 'in' && values.some((value) => value?.[0] === null);
    return wanted ? query : hasNull ? NONE : { bool: { filter: [exists], must_not: [query] } };
  }

  #convertTest(name: string, column: FieldColumn, values: readonly Json[]): JsonObject | undefined {
    const [value = null] = values;
    // A longer text than the keyword beside it has may fit a pattern, too; SQL is as inexact as in Elasticsearch there.
    const isText =
      column.type === 'keyword' || (column.type === 'text' && this.#context.language === 'sql');
    const field = this.#exactField(column, value);
    if (field === undefined) {
      return undefined;
    }
    switch (name) {
      case 'in':
        return this.#convertIn(column, values);
      case 'like':
        return isText ? { wildcard: { [field]: { value } } } : undefined;
      case 'rlike':
        return isText ? { regexp: { [field]: { value } } } : undefined;
      case 'starts_with':
        return isText ? { prefix: { [field]: { value } } } : undefined;
      case 'cidr_match':
        return column.type === 'ip' ? { terms: { [field]: [...values] } } : undefined;
      default:
        return undefined;
    }
  }

  #convertIn(column: FieldColumn, values: readonly Json[]): JsonObject | undefined {
    const queries = values
      .filter((value) => value !== null)
      .map((value) => {
        const field = this.#exactField(column, value);
        return field === undefined ? undefined : equalTo(column, field, value);
      });
    const should = queries.filter((query) => query !== undefined);
    if (should.length < queries.length) {
      return undefined;
    }
    return should.length === 0 ? NONE : { bool: { should, minimum_should_match: 1 } };
  }

  #convertComparison(call: Call, wanted: boolean): JsonObject | undefined {
    const [left, right] = call.args;
    if (left === undefined || right === undefined) {
      return undefined;
    }
    const isTurned = namesIn(left).length === 0;
    const [name, other] = isTurned ? [right, left] : [left, right];
    const column = this.#searchable(name);
    const operator = (isTurned ? TURNED : {})[call.name] ?? call.name;
    if (column === undefined || namesIn(other).length > 0) {
      return undefined;
    }
    const values = this.#valueFor(column, other);
    if (values === undefined || values.length !== 1) {
      return undefined;
    }
    const [value = null] = values;
    if (value === null) {
      return NONE;
    }
    return this.#compare(column, wanted ? operator : (NEGATED[operator] ?? ''), value);
  }

  #compare(column: FieldColumn, operator: string, value: Json): JsonObject | undefined {
    const field = this.#exactField(column, value);
    if (field === undefined) {
      return undefined;
    }
    if (operator === '=') {
      return equalTo(column, field, value);
    }
    const exists = { exists: { field } };
    if (operator === '<>') {
      return { bool: { filter: [exists], must_not: [equalTo(column, field, value)] } };
    }
    if (column.type === 'text' || column.type === 'boolean') {
      return undefined;
    }
    const format = column.type === 'date' ? { format: 'epoch_millis' } : {};
    return { range: { [field]: { [RANGES[operator] ?? '']: value, ...format } } };
  }

  /** Where whole values are found; a text without such a place is compared by who has the rows. */
  #exactField(column: FieldColumn, value: Json): string | undefined {
    if (column.type !== 'text') {
      return column.field;
    }
    const isKept = typeof value === 'string' && value.length <= (column.exactChars ?? 0);
    return isKept ? column.exact : undefined;
  }

  #convertSearch(call: Call): JsonObject {
    const [first, second, third] = call.args;
    if (call.name === 'match' || call.name === 'match_phrase') {
      const text = this.#text(call, second);
      const options = optionsOf(third === undefined ? '' : this.#text(call, third));
      if (first?.kind === 'name') {
        const column = this.#byName.get(first.name);
        if (column === undefined) {
          throw this.#wrong(first.start, `Unknown column [${first.name}]`);
        }
        return { [call.name]: { [column.field]: { query: text, ...options } } };
      }
      const fields = this.#text(call, first).split(',');
      return { multi_match: { query: text, fields, ...options } };
    }
    const text = this.#text(call, first);
    const options = optionsOf(second === undefined ? '' : this.#text(call, second));
    return call.name === 'kql'
      ? { kql: { query: text, ...options } }
      : { query_string: { query: text, ...options } };
  }

  #text(call: Call, arg: Expression | undefined): string {
    const value = arg && namesIn(arg).length === 0 ? this.#constant(arg) : undefined;
    if (value === null || value === undefined || typeof value === 'object') {
      throw this.#wrong(call.start, `arguments of [${call.name}] must be constants`);
    }
    return String(value);
  }

  #wrong = (start: number, reason: string) =>
    verificationError(this.#context.source, start, reason);

  #searchable(expression: Expression): FieldColumn | undefined {
    const column = expression.kind === 'name' ? this.#byName.get(expression.name) : undefined;
    const isThere = column?.problem === undefined && column?.type !== 'geo_point';
    return isThere && column?.field !== '_version' && column?.field !== '_score'
      ? column
      : undefined;
  }

  #constant = (expression: Expression): Value =>
    compileExpression(expression, [], this.#context).evaluate([]);

  /** Constants as a query on a column has them: of the type that a comparison would make of them. */
  #valueFor(column: FieldColumn, expression: Expression): readonly Json[] | undefined {
    const compiled = compileExpression(expression, [], this.#context);
    const isRead = column.type === 'date' && compiled.type !== 'date' && compiled.type !== 'null';
    const value = isRead
      ? compileExpression(castTo(expression, 'datetime'), [], this.#context).evaluate([])
      : compiled.evaluate([]);
    const values = valuesOf(value);
    if (values.some((one) => typeof one === 'object')) {
      return undefined;
    }
    return value === null ? [null] : values.map(jsonOf);
  }
}

/** Integers beyond 2^53 are texts in requests. */
const jsonOf = (value: unknown): Json =>
  typeof value === 'boolean' || typeof value === 'number' ? value : String(value);

const not = (query: JsonObject): JsonObject => ({ bool: { must_not: [query] } });

const castTo = (expression: Expression, type: string): Expression => {
  const { start, end } = expression;
  const literal = { kind: 'literal' as const, value: type, type: 'keyword' as const, start, end };
  return { kind: 'call', name: 'cast', args: [expression, literal], start, end };
};

const equalTo = ({ type }: FieldColumn, field: string, value: Json): JsonObject =>
  type === 'date'
    ? { range: { [field]: { gte: value, lte: value, format: 'epoch_millis' } } }
    : { term: { [field]: value } };

/** `operator=and;fuzziness=AUTO`. */
const optionsOf = (text: string): JsonObject =>
  Object.fromEntries(
    text
      .split(';')
      .filter((option) => option.includes('='))
      .map((option) => {
        const [name = '', value = ''] = option.split('=', 2);
        return [name.trim(), value.trim()];
      }),
  );
