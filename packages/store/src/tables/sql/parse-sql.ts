import type { Json } from '@longshore/common/json';
import type { Expression } from '../expression.ts';
import { readTokens } from '../lexer.ts';
import { ExpressionParser } from '../parse-expression.ts';
import type { SortStep } from '../stage.ts';
import { syntaxError } from '../syntax-error.ts';
import { TokenReader } from '../token-reader.ts';
import { likeToWildcard, SQL_DIALECT } from './sql-dialect.ts';
import { SQL_LEXICON } from './sql-lexicon.ts';

/** What is selected: everything, or an expression with the name of its column. */
export type SelectItem =
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly expression: Expression; readonly name: string };

export interface Select {
  readonly kind: 'select';
  readonly isDistinct: boolean;
  readonly items: readonly SelectItem[];
  /** An index expression; undefined for one row without columns. */
  readonly from: string | undefined;
  /** By which columns may be called, too. */
  readonly alias: string | undefined;
  readonly where: Expression | undefined;
  readonly groups: readonly Expression[];
  readonly having: Expression | undefined;
  readonly order: readonly SortStep[];
  readonly limit: number | undefined;
}

export type Statement =
  | Select
  | { readonly kind: 'show_tables'; readonly pattern: string }
  | { readonly kind: 'show_columns'; readonly from: string }
  | { readonly kind: 'show_functions'; readonly pattern: string };

/** Reads a statement. Throws `parsing_exception` with the place of what cannot be read. */
export function parseSql(source: string, parameters: ReadonlyMap<string, Json>): Statement {
  const tokens = new TokenReader(source, readTokens(source, SQL_LEXICON));
  const statement = new StatementParser(tokens, parameters).parse();
  tokens.skipSign(';');
  tokens.takeEnd();
  return statement;
}

class StatementParser {
  readonly #tokens: TokenReader;
  readonly #expressions: ExpressionParser;

  constructor(tokens: TokenReader, parameters: ReadonlyMap<string, Json>) {
    this.#tokens = tokens;
    this.#expressions = new ExpressionParser(tokens, SQL_DIALECT, parameters);
  }

  parse(): Statement {
    const tokens = this.#tokens;
    if (tokens.skipWords('SHOW', 'TABLES')) {
      return { kind: 'show_tables', pattern: this.#parsePattern() };
    }
    if (tokens.skipWords('SHOW', 'FUNCTIONS')) {
      return { kind: 'show_functions', pattern: this.#parsePattern() };
    }
    if (tokens.skipWords('SHOW', 'COLUMNS')) {
      if (!tokens.skipWords('IN')) {
        tokens.takeWord('FROM');
      }
      return { kind: 'show_columns', from: this.#parseTable() };
    }
    if (tokens.skipWords('DESCRIBE') || tokens.skipWords('DESC')) {
      return { kind: 'show_columns', from: this.#parseTable() };
    }
    return tokens.skipWords('SELECT')
      ? this.#parseSelect()
      : tokens.fail("{'DESC', 'DESCRIBE', 'SELECT', 'SHOW'}");
  }

  /** `LIKE 'a%'`, or an index expression. */
  #parsePattern(): string {
    if (this.#tokens.skipWords('LIKE')) {
      return likeToWildcard(this.#tokens.take('text', 'a pattern').text);
    }
    const { kind } = this.#tokens.peek();
    return kind === 'name' || kind === 'quoted' ? this.#parseTable() : '*';
  }

  #parseTable(): string {
    const tokens = this.#tokens;
    if (tokens.isSign('(')) {
      throw syntaxError(tokens.source, tokens.peek().start, 'subqueries are not supported');
    }
    let name = this.#expressions.parseColumn();
    while (tokens.isSign('*') && tokens.peek().start === tokens.lastEnd) {
      tokens.next();
      name += '*';
    }
    return name;
  }

  #parseSelect(): Select {
    const tokens = this.#tokens;
    const top = tokens.skipWords('TOP') ? tokens.takeCount() : undefined;
    const isDistinct = tokens.skipWords('DISTINCT');
    tokens.skipWords('ALL');
    const items = [this.#parseItem()];
    while (tokens.skipSign(',')) {
      items.push(this.#parseItem());
    }
    const from = tokens.skipWords('FROM') ? this.#parseTable() : undefined;
    const alias = from === undefined ? undefined : this.#parseAlias();
    this.#refuseJoins();
    const where = tokens.skipWords('WHERE') ? this.#expressions.parse() : undefined;
    const groups = tokens.skipWords('GROUP', 'BY') ? this.#parseAll() : [];
    const having = tokens.skipWords('HAVING') ? this.#expressions.parse() : undefined;
    const order = tokens.skipWords('ORDER', 'BY') ? this.#parseOrder() : [];
    const limit = this.#parseLimit() ?? top;
    this.#refuseJoins();
    return {
      kind: 'select',
      isDistinct,
      items,
      from,
      alias,
      where,
      groups,
      having,
      order,
      limit,
    };
  }

  #parseItem(): SelectItem {
    const tokens = this.#tokens;
    if (tokens.skipSign('*')) {
      return { kind: 'all' };
    }
    const expression = this.#expressions.parse();
    const shown =
      expression.kind === 'name' && expression.name !== '_score'
        ? expression.name
        : tokens.source.slice(expression.start, expression.end);
    return { kind: 'one', expression, name: this.#parseAlias() ?? shown };
  }

  #parseAlias(): string | undefined {
    const tokens = this.#tokens;
    const isNamed = tokens.skipWords('AS');
    const { kind, text } = tokens.peek();
    const isName =
      kind === 'quoted' || (kind === 'name' && !SQL_DIALECT.reserved.has(text.toUpperCase()));
    if (!isName) {
      return isNamed ? tokens.fail('a name') : undefined;
    }
    return tokens.next().text;
  }

  #parseAll(): readonly Expression[] {
    const all = [this.#expressions.parse()];
    while (this.#tokens.skipSign(',')) {
      all.push(this.#expressions.parse());
    }
    return all;
  }

  #parseOrder(): readonly SortStep[] {
    const steps: SortStep[] = [];
    do {
      const expression = this.#expressions.parse();
      const isDescending = this.#tokens.skipWords('DESC');
      if (!isDescending) {
        this.#tokens.skipWords('ASC');
      }
      const areFirst = this.#tokens.skipWords('NULLS', 'FIRST');
      const areLast = !areFirst && this.#tokens.skipWords('NULLS', 'LAST');
      const areNullsFirst = areFirst || (isDescending && !areLast);
      steps.push({ expression, isDescending, areNullsFirst });
    } while (this.#tokens.skipSign(','));
    return steps;
  }

  #parseLimit(): number | undefined {
    if (!this.#tokens.skipWords('LIMIT')) {
      return undefined;
    }
    return this.#tokens.skipWords('ALL') ? undefined : this.#tokens.takeCount();
  }

  #refuseJoins(): void {
    const words = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'NATURAL', 'UNION'];
    if (words.some((word) => this.#tokens.isWord(word)) || this.#tokens.isSign(',')) {
      throw syntaxError(
        this.#tokens.source,
        this.#tokens.peek().start,
        'queries of several tables are not supported; name several indices in one index pattern',
      );
    }
  }
}
