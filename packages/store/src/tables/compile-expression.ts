import { addInterval } from './calendar.ts';
import { castTo, compileCast, converted } from './compile-cast.ts';
import { COMPARISONS, compileComparison } from './compile-comparison.ts';
import {
  compileCase,
  compileIn,
  compileIsNull,
  compileLogic,
  compileNot,
} from './compile-condition.ts';
import { type Compiled, type Compiling, fold, MULTI_VALUE } from './compiled.ts';
import type { Call, Expression } from './expression.ts';
import { CONVERSIONS } from './functions/convert.ts';
import { functionOf } from './functions/functions.ts';
import {
  commonType,
  fitsKind,
  moment,
  type TableFunction,
  ValueFault,
} from './functions/table-function.ts';
import { type QueryContext, reportFault } from './query-context.ts';
import type { Column, Row } from './row.ts';
import { verificationError } from './syntax-error.ts';
import {
  type ColumnType,
  Interval,
  isListValue,
  isNumericType,
  isTextType,
  listValue,
  type Value,
  valuesOf,
} from './value.ts';

/** Compiles an expression over columns. Throws `verification_exception` for what makes no sense. */
export function compileExpression(
  expression: Expression,
  columns: readonly Column[],
  context: QueryContext,
): Compiled {
  return new Compiler(columns, context).compile(expression);
}

/** The value of an expression that reads no column. */
export function constantValue(expression: Expression, context: QueryContext): Value {
  return compileExpression(expression, [], context).evaluate([]);
}

/** Functions that only a search can compute. */
export const SEARCH_FUNCTIONS: ReadonlySet<string> = new Set([
  'match',
  'query',
  'qstr',
  'kql',
  'match_phrase',
]);

class Compiler implements Compiling {
  readonly #columns: ReadonlyMap<string, { readonly at: number; readonly column: Column }>;
  readonly context: QueryContext;

  constructor(columns: readonly Column[], context: QueryContext) {
    this.#columns = new Map(columns.map((column, at) => [column.name, { at, column }]));
    this.context = context;
  }

  compile(expression: Expression): Compiled {
    switch (expression.kind) {
      case 'literal': {
        const { type, value } = expression;
        return { type, isConstant: true, evaluate: () => value };
      }
      case 'name':
        return this.#compileName(expression.name, expression);
      case 'list':
        return this.#compileItems(expression.items);
      case 'star':
        return this.refuse(expression, '[*] is only there to be counted');
      case 'call':
        return this.#compileCall(expression);
    }
  }

  #compileName(name: string, at: Expression): Compiled {
    const found = this.#columns.get(name);
    if (found === undefined) {
      return this.refuse(at, `Unknown column [${name}]${this.#hint(name)}`);
    }
    const { column } = found;
    if (column.problem !== undefined) {
      return this.refuse(at, `Cannot use field [${name}] ${column.problem}`);
    }
    return { type: column.type, isConstant: false, evaluate: (row) => row[found.at] ?? null };
  }

  #hint(name: string): string {
    const lower = name.toLowerCase();
    const near = [...this.#columns.keys()].filter((one) => one.toLowerCase() === lower);
    return near.length === 0 ? '' : `, did you mean [${near[0]}]?`;
  }

  #compileItems(items: readonly Expression[]): Compiled {
    const compiled = items.map((item) => this.compile(item));
    const values = (row: Row) => compiled.flatMap((item) => valuesOf(item.evaluate(row)));
    return {
      type: commonType(compiled.map(({ type }) => type)),
      isConstant: compiled.every(({ isConstant }) => isConstant),
      evaluate: (row) => {
        return listValue(values(row));
      },
    };
  }

  #compileCall(call: Call): Compiled {
    const { name, args } = call;
    if (COMPARISONS[name] !== undefined) {
      return compileComparison(call, COMPARISONS[name], this);
    }
    switch (name) {
      case 'and':
      case 'or':
        return compileLogic(call, name === 'or', this);
      case 'not':
        return compileNot(call, this);
      case 'is_null':
        return compileIsNull(call, this);
      case 'in':
        return compileIn(call, this);
      case 'case':
        return compileCase(call, this);
      case 'cast':
        return compileCast(call, this);
      case '+':
      case '-':
        return this.#compileDateSum(call) ?? this.#compileFunction(call);
      case '/':
        return this.#compileDivision(call);
      default:
        break;
    }
    const target = CONVERSIONS[name];
    if (target !== undefined && this.context.language === 'esql' && args.length === 1) {
      return castTo(call, target, this);
    }
    if (SEARCH_FUNCTIONS.has(name)) {
      return this.refuse(
        call,
        `[${name}] can only be used in conditions on fields of an index, joined by AND, OR and NOT, before anything else than conditions`,
      );
    }
    return this.#compileFunction(call);
  }

  #compileFunction(call: Call): Compiled {
    const { language } = this.context;
    const given = functionOf(language, call.name);
    if (given === undefined) {
      return this.refuse(call, `Unknown function [${call.name}]`);
    }
    const args = call.args.map((arg) => this.compile(arg));
    const fitted = this.#checkArguments(call, given, args);
    const types = fitted.map(({ type }) => type);
    this.#checkBucket(call, types);
    const type = typeof given.result === 'string' ? given.result : given.result(types);
    const evaluate = (row: Row): Value => {
      const values = fitted.map((arg) => arg.evaluate(row));
      return this.#apply(call, given, values);
    };
    // Without arguments it may be `now()`: the same for all rows.
    return fold({ type, isConstant: fitted.every(({ isConstant }) => isConstant), evaluate });
  }

  #apply(call: Call, given: TableFunction, values: readonly Value[]): Value {
    if (given.takesNull !== true && values.includes(null)) {
      return null;
    }
    if (given.takesLists !== true && values.some(isListValue)) {
      return this.fault(call, MULTI_VALUE);
    }
    const value = this.attempt(call, () => given.call(values, this.context));
    this.context.texts.spend(value);
    return value;
  }

  attempt(at: Expression, compute: () => Value): Value {
    try {
      return compute();
    } catch (error) {
      if (error instanceof ValueFault) {
        return this.fault(at, error.message);
      }
      throw error;
    }
  }

  fault = (at: Expression, reason: string): null => reportFault(this.context, at, reason);

  /** Texts that stand for dates are read once. */
  #checkArguments(
    call: Call,
    { parameters, required = parameters.length, isVariadic }: TableFunction,
    args: readonly Compiled[],
  ): readonly Compiled[] {
    const most = isVariadic === true ? Number.POSITIVE_INFINITY : parameters.length;
    if (args.length < required || args.length > most) {
      return this.refuse(
        call,
        `error building [${call.name}]: expects ${required === most ? required : `${required} or more`} arguments, got ${args.length}`,
      );
    }
    return args.map((arg, i) => {
      const kind = parameters[Math.min(i, parameters.length - 1)] ?? 'any';
      if (fitsKind(kind, arg.type)) {
        return arg;
      }
      if (kind === 'date' && isTextType(arg.type) && arg.isConstant) {
        return converted(call, arg, { to: 'date', compiling: this });
      }
      const place = ORDINALS[i] ?? `${i + 1}th`;
      return this.refuse(
        call,
        `${place} argument of [${this.textOf(call)}] must be [${kind}], found value [${this.textOf(call.args[i] ?? call)}] type [${arg.type}]`,
      );
    });
  }

  /** Buckets of numbers are as wide as a number, those of dates as a length of time. */
  #checkBucket(call: Call, [type, width]: readonly ColumnType[]): void {
    const isBucket = call.name === 'bucket' || call.name === 'histogram';
    if (!isBucket || type === undefined || width === undefined) {
      return;
    }
    const isTime = width === 'interval' || isTextType(width);
    if (isTime ? type !== 'date' : !(isNumericType(type) && isNumericType(width))) {
      this.refuse(
        call,
        `arguments of [${this.textOf(call)}] must be a date and a length of time, or numbers, found types [${type}, ${width}]`,
      );
    }
  }

  #compileDateSum(call: Call): Compiled | undefined {
    const [left, right] = call.args.map((arg) => this.compile(arg));
    if (left === undefined || right === undefined) {
      return undefined;
    }
    const isDate = (one: Compiled) => one.type === 'date';
    const isInterval = (one: Compiled) => one.type === 'interval';
    const [date, interval] = isInterval(left) && call.name === '+' ? [right, left] : [left, right];
    if (!isInterval(interval)) {
      return undefined;
    }
    if (!isDate(date) && !(isTextType(date.type) && date.isConstant)) {
      return undefined;
    }
    const start = isDate(date) ? date : converted(call, date, { to: 'date', compiling: this });
    const sign = call.name === '-' ? -1 : 1;
    return fold({
      type: 'date',
      isConstant: start.isConstant && interval.isConstant,
      evaluate: (row) => {
        const ms = start.evaluate(row);
        const length = interval.evaluate(row);
        if (typeof ms !== 'number' || !(length instanceof Interval)) {
          return null;
        }
        const moved = new Interval(sign * length.months, sign * length.ms);
        return this.attempt(call, () => moment(addInterval(ms, moved, this.context.timeZone)));
      },
    });
  }

  /** Whole numbers are divided to whole ones. */
  #compileDivision(call: Call): Compiled {
    const divided = this.#compileFunction(call);
    if (divided.type === 'double' || divided.type === 'null') {
      return divided;
    }
    return {
      ...divided,
      evaluate: (row) => {
        const value = divided.evaluate(row);
        return typeof value === 'number' ? Math.trunc(value) : value;
      },
    };
  }

  textOf = ({ start, end }: Expression): string => this.context.source.slice(start, end);

  refuse(at: Expression, reason: string): never {
    throw verificationError(this.context.source, at.start, reason);
  }
}

const ORDINALS = ['first', 'second', 'third', 'fourth'];
