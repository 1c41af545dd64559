import type { Expression } from '../expression.ts';
import type { Dialect, ExpressionParser } from '../parse-expression.ts';

const RESERVED: ReadonlySet<string> = new Set(
  'AND ASC BY DESC IN IS LIKE NOT NULLS OR RLIKE'.split(' '),
);

/** Expressions of ES|QL. */
export const ESQL_DIALECT: Dialect = {
  comparisons: {
    '==': '=',
    '!=': '<>',
    '<': '<',
    '<=': '<=',
    '>': '>',
    '>=': '>=',
    ':': 'match',
  },
  reserved: RESERVED,
  parseOwn: parseValues,
  parsePredicate,
};

/** `[1, 2]`. */
function parseValues(parser: ExpressionParser): Expression | undefined {
  const { tokens } = parser;
  const { start } = tokens.peek();
  if (!tokens.skipSign('[')) {
    return undefined;
  }
  const items = parser.parseList(']');
  return { kind: 'list', items, start, end: tokens.lastEnd };
}

function parsePredicate(left: Expression, parser: ExpressionParser): Expression | undefined {
  const { tokens } = parser;
  if (tokens.skipWords('IS', 'NOT', 'NULL')) {
    return parser.call('not', [parser.call('is_null', [left])], left.start);
  }
  if (tokens.skipWords('IS', 'NULL')) {
    return parser.call('is_null', [left]);
  }
  const isNegated =
    tokens.isWord('NOT') && ['LIKE', 'RLIKE', 'IN'].some((word) => tokens.isWord(word, 1));
  if (isNegated) {
    tokens.next();
  }
  const found = parseTest(left, parser);
  return found !== undefined && isNegated ? parser.call('not', [found], left.start) : found;
}

function parseTest(left: Expression, parser: ExpressionParser): Expression | undefined {
  const { tokens } = parser;
  if (tokens.skipWords('IN')) {
    tokens.takeSign('(');
    return parser.call('in', [left, ...parser.parseList(')')]);
  }
  for (const word of ['LIKE', 'RLIKE']) {
    if (tokens.skipWords(word)) {
      return parser.call(word.toLowerCase(), [left, parser.parseSum()]);
    }
  }
  return undefined;
}
