import type { Expression } from '../expression.ts';
import { intervalOf } from '../literals.ts';
import type { Dialect, ExpressionParser } from '../parse-expression.ts';
import { syntaxError } from '../syntax-error.ts';

const RESERVED: ReadonlySet<string> = new Set(
  `ALL AND AS ASC BETWEEN BY CASE DESC ELSE END ESCAPE EXISTS FROM FULL GROUP HAVING IN INNER IS JOIN LEFT LIKE LIMIT
  NATURAL NOT NULLS ON OR ORDER OUTER RIGHT RLIKE SELECT THEN UNION USING WHEN WHERE`.split(/\s+/),
);

/** Expressions of SQL. */
export const SQL_DIALECT: Dialect = {
  comparisons: {
    '=': '=',
    '<>': '<>',
    '!=': '<>',
    '<': '<',
    '<=': '<=',
    '>': '>',
    '>=': '>=',
  },
  reserved: RESERVED,
  parseOwn,
  parsePredicate,
};

function parseOwn(parser: ExpressionParser): Expression | undefined {
  const { tokens } = parser;
  const { kind, text } = tokens.peek();
  if (tokens.isSign('{')) {
    return parseEscape(parser);
  }
  if (kind !== 'name') {
    return undefined;
  }
  const word = text.toUpperCase();
  return tokens.isSign('(', 1) ? parseOwnCall(word, parser) : parseOwnWord(word, parser);
}

function parseOwnWord(word: string, parser: ExpressionParser): Expression | undefined {
  const { start } = parser.tokens.peek();
  switch (word) {
    case 'CASE':
      return parseCase(parser);
    case 'INTERVAL':
      return parseInterval(parser);
    case 'CURRENT_TIMESTAMP':
    case 'CURRENT_DATE':
      parser.tokens.next();
      return parser.call(word.toLowerCase(), [], start);
    default:
      return undefined;
  }
}

/** Calls whose arguments are not a list of expressions, and of functions whose names are words of the language. */
function parseOwnCall(word: string, parser: ExpressionParser): Expression | undefined {
  const { tokens } = parser;
  const { start } = tokens.peek();
  switch (word) {
    case 'CASE':
      return parseCase(parser);
    case 'CAST':
    case 'CONVERT':
      return parseCast(parser, word === 'CAST');
    case 'EXTRACT':
      return parseExtract(parser);
    case 'SCORE':
      tokens.next();
      tokens.takeSign('(');
      tokens.takeSign(')');
      return { kind: 'name', name: '_score', start, end: tokens.lastEnd };
    case 'LEFT':
    case 'RIGHT':
      tokens.next();
      tokens.takeSign('(');
      return parser.call(word.toLowerCase(), parser.parseList(')'), start);
    default:
      return undefined;
  }
}

/** `{d '2024-01-01'}`, `{ts '…'}`, `{fn NOW()}`. */
function parseEscape(parser: ExpressionParser): Expression {
  const { tokens } = parser;
  const { start } = tokens.next();
  const word = tokens.take('name', "'d', 'ts' or 'fn'").text.toLowerCase();
  const inner = parser.parse();
  tokens.takeSign('}');
  if (word === 'fn') {
    return inner;
  }
  if (word !== 'd' && word !== 'ts') {
    throw syntaxError(tokens.source, start, `unknown escape sequence [${word}]`);
  }
  return parser.call('cast', [inner, parser.literal('datetime', 'keyword', start)], start);
}

/** `CASE WHEN a THEN b ELSE c END`, `CASE x WHEN a THEN b END`. */
function parseCase(parser: ExpressionParser): Expression {
  const { tokens } = parser;
  const { start } = tokens.next();
  const subject = tokens.isWord('WHEN') ? undefined : parser.parse();
  const args: Expression[] = [];
  while (tokens.skipWords('WHEN')) {
    const condition = parser.parse();
    tokens.takeWord('THEN');
    args.push(subject === undefined ? condition : parser.call('=', [subject, condition]));
    args.push(parser.parse());
  }
  if (args.length === 0) {
    tokens.fail("'WHEN'");
  }
  if (tokens.skipWords('ELSE')) {
    args.push(parser.parse());
  }
  tokens.takeWord('END');
  return parser.call('case', args, start);
}

/** `INTERVAL 1 DAY`, `INTERVAL '1' DAY`. */
function parseInterval(parser: ExpressionParser): Expression {
  const { tokens } = parser;
  const { start } = tokens.next();
  const isNegative = tokens.skipSign('-');
  const amount = tokens.peek().kind === 'text' ? tokens.next() : tokens.take('number', 'a number');
  const unit = tokens.take('name', 'a unit of time');
  const size = /^-?\d+$/.test(amount.text) ? Number(amount.text) : Number.NaN;
  const interval = Number.isNaN(size)
    ? undefined
    : intervalOf(isNegative ? -size : size, unit.text);
  if (interval === undefined || tokens.isWord('TO')) {
    throw syntaxError(
      tokens.source,
      amount.start,
      `invalid interval [${amount.text} ${unit.text}]; intervals are a whole number of one unit`,
    );
  }
  return parser.literal(interval, 'interval', start);
}

/** `CAST(a AS b)`, `CONVERT(a, b)`; types of ODBC have `SQL_` in front. */
function parseCast(parser: ExpressionParser, isCast: boolean): Expression {
  const { tokens } = parser;
  const { start } = tokens.next();
  tokens.takeSign('(');
  const value = parser.parse();
  if (isCast) {
    tokens.takeWord('AS');
  } else {
    tokens.takeSign(',');
  }
  const type = tokens.take('name', 'a type');
  tokens.takeSign(')');
  const name = type.text.replace(/^SQL_/i, '');
  return parser.call('cast', [value, parser.literal(name, 'keyword', type.start)], start);
}

/** `EXTRACT(YEAR FROM a)`. */
function parseExtract(parser: ExpressionParser): Expression {
  const { tokens } = parser;
  const { start } = tokens.next();
  tokens.takeSign('(');
  const part = tokens.take('name', 'a part of a date');
  tokens.takeWord('FROM');
  const value = parser.parse();
  tokens.takeSign(')');
  return parser.call('extract', [parser.literal(part.text, 'keyword', part.start), value], start);
}

function parsePredicate(left: Expression, parser: ExpressionParser): Expression | undefined {
  const { tokens } = parser;
  if (tokens.skipSign('<=>')) {
    const right = parser.parseSum();
    const equal = parser.call('=', [left, right]);
    const both = [left, right].map((side) => parser.call('is_null', [side]));
    return parser.call('or', [
      parser.call('and', both),
      parser.call('coalesce', [equal, parser.literal(false, 'boolean', left.start)]),
    ]);
  }
  if (tokens.skipWords('IS', 'NOT', 'NULL')) {
    return parser.call('not', [parser.call('is_null', [left])], left.start);
  }
  if (tokens.skipWords('IS', 'NULL')) {
    return parser.call('is_null', [left]);
  }
  const isNegated = tokens.isWord('NOT') && PREDICATES.some((word) => tokens.isWord(word, 1));
  if (isNegated) {
    tokens.next();
  }
  const found = parseTest(left, parser);
  return found !== undefined && isNegated ? parser.call('not', [found], left.start) : found;
}

const PREDICATES = ['LIKE', 'RLIKE', 'BETWEEN', 'IN'];

function parseTest(left: Expression, parser: ExpressionParser): Expression | undefined {
  const { tokens } = parser;
  if (tokens.skipWords('BETWEEN')) {
    const low = parser.parseSum();
    tokens.takeWord('AND');
    const high = parser.parseSum();
    return parser.call('and', [parser.call('>=', [left, low]), parser.call('<=', [left, high])]);
  }
  if (tokens.skipWords('IN')) {
    tokens.takeSign('(');
    if (tokens.isWord('SELECT')) {
      throw syntaxError(tokens.source, tokens.peek().start, 'subqueries are not supported');
    }
    return parser.call('in', [left, ...parser.parseList(')')]);
  }
  if (tokens.skipWords('RLIKE')) {
    return parser.call('rlike', [left, parser.parseSum()]);
  }
  if (!tokens.skipWords('LIKE')) {
    return undefined;
  }
  const { start } = tokens.peek();
  const pattern = parser.parseSum();
  const escapeSign = tokens.skipWords('ESCAPE')
    ? tokens.take('text', 'a character').text
    : undefined;
  if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') {
    throw syntaxError(tokens.source, start, 'the pattern of LIKE must be a constant text');
  }
  const value = likeToWildcard(pattern.value, escapeSign);
  return parser.call('like', [left, { ...pattern, value }]);
}

/** `%` and `_` as `*` and `?`, whose own signs are escaped. */
export function likeToWildcard(pattern: string, escapeSign?: string): string {
  let wildcard = '';
  let isEscaped = false;
  for (const sign of pattern) {
    if (!isEscaped && sign === escapeSign) {
      isEscaped = true;
      continue;
    }
    const isSign = !isEscaped && (sign === '%' || sign === '_');
    wildcard += isSign ? (sign === '%' ? '*' : '?') : sign.replace(/[*?\\]/, '\\$&');
    isEscaped = false;
  }
  return wildcard;
}
