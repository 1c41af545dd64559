import type { Json } from '@longshore/common/json';
import type { Expression } from '../expression.ts';
import { readTokens } from '../lexer.ts';
import { ExpressionParser } from '../parse-expression.ts';
import type { Named, SortStep } from '../stage.ts';
import { syntaxError } from '../syntax-error.ts';
import { TokenReader } from '../token-reader.ts';
import { ESQL_DIALECT } from './esql-dialect.ts';
import { ESQL_LEXICON } from './esql-lexicon.ts';

/** Where the rows come from. */
export type EsqlSource =
  | { readonly kind: 'from'; readonly indices: string; readonly metadata: readonly string[] }
  | { readonly kind: 'row'; readonly fields: readonly Named[] }
  | { readonly kind: 'show_info' };

/** A name that may have wildcards, and where it is. */
export interface NamePattern {
  readonly pattern: string;
  readonly start: number;
}

/** A command behind a pipe. */
export type EsqlCommand =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'eval'; readonly fields: readonly Named[] }
  | {
      readonly kind: 'stats';
      readonly metrics: readonly Named[];
      readonly groups: readonly Named[];
    }
  | { readonly kind: 'sort'; readonly keys: readonly SortStep[] }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'keep' | 'drop'; readonly names: readonly NamePattern[] }
  | { readonly kind: 'rename'; readonly renames: readonly { from: NamePattern; to: string }[] }
  | {
      readonly kind: 'dissect' | 'grok';
      readonly text: Expression;
      readonly pattern: string;
      readonly separator: string;
      readonly start: number;
    }
  | { readonly kind: 'mv_expand'; readonly name: NamePattern };

export interface EsqlQuery {
  readonly source: EsqlSource;
  readonly commands: readonly EsqlCommand[];
}

/** Commands of a query, at most. */
const COMMANDS_MAX = 100;

/** Reads a query. Throws `parsing_exception` with the place of what cannot be read. */
export function parseEsql(source: string, parameters: ReadonlyMap<string, Json>): EsqlQuery {
  const tokens = new TokenReader(source, readTokens(source, ESQL_LEXICON));
  const query = new QueryParser(tokens, parameters).parse();
  tokens.takeEnd();
  return query;
}

class QueryParser {
  readonly #tokens: TokenReader;
  readonly #expressions: ExpressionParser;

  constructor(tokens: TokenReader, parameters: ReadonlyMap<string, Json>) {
    this.#tokens = tokens;
    this.#expressions = new ExpressionParser(tokens, ESQL_DIALECT, parameters);
  }

  parse(): EsqlQuery {
    const source = this.#parseSource();
    const commands: EsqlCommand[] = [];
    while (this.#tokens.skipSign('|')) {
      if (commands.length >= COMMANDS_MAX) {
        throw syntaxError(
          this.#tokens.source,
          this.#tokens.peek().start,
          `the query has more than [${COMMANDS_MAX}] commands`,
        );
      }
      commands.push(this.#parseCommand());
    }
    return { source, commands };
  }

  #parseSource(): EsqlSource {
    const tokens = this.#tokens;
    if (tokens.skipWords('ROW')) {
      return { kind: 'row', fields: this.#parseFields() };
    }
    if (tokens.skipWords('SHOW', 'INFO')) {
      return { kind: 'show_info' };
    }
    if (!tokens.skipWords('FROM')) {
      return tokens.fail("{'from', 'row', 'show'}");
    }
    const indices = [this.#parseIndex()];
    while (tokens.skipSign(',')) {
      indices.push(this.#parseIndex());
    }
    const metadata: string[] = [];
    const isBracketed = tokens.isSign('[') && tokens.isWord('METADATA', 1) && tokens.skipSign('[');
    if (tokens.skipWords('METADATA')) {
      do {
        metadata.push(this.#expressions.parseColumn());
      } while (tokens.skipSign(','));
    }
    if (isBracketed) {
      tokens.takeSign(']');
    }
    return { kind: 'from', indices: indices.join(','), metadata };
  }

  /** An index pattern is what stands there, up to a blank, a comma or a pipe. */
  #parseIndex(): string {
    const tokens = this.#tokens;
    const { start, kind } = tokens.peek();
    if (kind === 'text') {
      return tokens.next().text;
    }
    const ends = () =>
      tokens.peek().kind === 'end' ||
      tokens.isSign(',') ||
      tokens.isSign('|') ||
      tokens.isSign('[');
    if (ends()) {
      tokens.fail('an index pattern');
    }
    do {
      tokens.next();
    } while (!ends() && tokens.peek().start === tokens.lastEnd);
    return tokens.source.slice(start, tokens.lastEnd);
  }

  #parseCommand(): EsqlCommand {
    const tokens = this.#tokens;
    const { text, kind, start } = tokens.peek();
    const command = kind === 'name' ? text.toLowerCase() : '';
    const parse = this.#commands[command];
    if (parse === undefined) {
      throw syntaxError(
        tokens.source,
        start,
        `mismatched input '${text}' expecting one of {${Object.keys(this.#commands).join(', ')}}`,
      );
    }
    tokens.next();
    return parse();
  }

  readonly #commands: Readonly<Record<string, () => EsqlCommand>> = {
    where: () => ({ kind: 'where', condition: this.#expressions.parse() }),
    eval: () => ({ kind: 'eval', fields: this.#parseFields() }),
    stats: () => this.#parseStats(),
    sort: () => ({ kind: 'sort', keys: this.#parseKeys() }),
    limit: () => ({ kind: 'limit', count: this.#tokens.takeCount() }),
    keep: () => ({ kind: 'keep', names: this.#parsePatterns() }),
    drop: () => ({ kind: 'drop', names: this.#parsePatterns() }),
    rename: () => this.#parseRename(),
    dissect: () => this.#parseExtract('dissect'),
    grok: () => this.#parseExtract('grok'),
    mv_expand: () => ({ kind: 'mv_expand', name: this.#parsePattern() }),
  };

  /** `a = 1, b`: what has no name is called as it is written. */
  #parseFields(): readonly Named[] {
    const fields = [this.#parseField()];
    while (this.#tokens.skipSign(',')) {
      fields.push(this.#parseField());
    }
    return fields;
  }

  #parseField(): Named {
    const named = this.#parseAssigned();
    const expression = this.#expressions.parse();
    const written = this.#tokens.source.slice(expression.start, this.#tokens.lastEnd);
    return {
      name: named ?? (expression.kind === 'name' ? expression.name : written),
      expression,
    };
  }

  /** The name in front of a `=`, if there is one. */
  #parseAssigned(): string | undefined {
    let ahead = 0;
    const isName = () => ['name', 'quoted'].includes(this.#tokens.peek(ahead).kind);
    while (isName() && this.#tokens.isSign('.', ahead + 1)) {
      ahead += 2;
    }
    if (!isName() || !this.#tokens.isSign('=', ahead + 1)) {
      return undefined;
    }
    const name = this.#expressions.parseColumn();
    this.#tokens.takeSign('=');
    return name;
  }

  #parseStats(): EsqlCommand {
    const metrics = this.#tokens.isWord('BY') ? [] : this.#parseFields();
    if (this.#tokens.isWord('WHERE')) {
      throw syntaxError(
        this.#tokens.source,
        this.#tokens.peek().start,
        'WHERE within STATS is not supported; use CASE within the function',
      );
    }
    const groups = this.#tokens.skipWords('BY') ? this.#parseFields() : [];
    return { kind: 'stats', metrics, groups };
  }

  #parseKeys(): readonly SortStep[] {
    const tokens = this.#tokens;
    const keys: SortStep[] = [];
    do {
      const expression = this.#expressions.parse();
      const isDescending = tokens.skipWords('DESC');
      if (!isDescending) {
        tokens.skipWords('ASC');
      }
      const areFirst = tokens.skipWords('NULLS', 'FIRST');
      const areLast = !areFirst && tokens.skipWords('NULLS', 'LAST');
      keys.push({
        expression,
        isDescending,
        areNullsFirst: areFirst || (isDescending && !areLast),
      });
    } while (tokens.skipSign(','));
    return keys;
  }

  #parsePatterns(): readonly NamePattern[] {
    const patterns = [this.#parsePattern()];
    while (this.#tokens.skipSign(',')) {
      patterns.push(this.#parsePattern());
    }
    return patterns;
  }

  /** Names, dots and asterisks without blanks between them. */
  #parsePattern(): NamePattern {
    const tokens = this.#tokens;
    const { start } = tokens.peek();
    let pattern = '';
    while (tokens.peek().start === tokens.lastEnd || pattern === '') {
      const { kind, text } = tokens.peek();
      const isPart = kind === 'name' || kind === 'quoted' || kind === 'number';
      if (!isPart && !tokens.isSign('*') && !tokens.isSign('.')) {
        break;
      }
      tokens.next();
      pattern += text;
    }
    return pattern === '' ? tokens.fail('a name') : { pattern, start };
  }

  #parseRename(): EsqlCommand {
    const tokens = this.#tokens;
    const renames: { from: NamePattern; to: string }[] = [];
    do {
      const first = this.#parsePattern();
      if (tokens.skipSign('=')) {
        renames.push({ from: this.#parsePattern(), to: first.pattern });
      } else {
        tokens.takeWord('AS');
        renames.push({ from: first, to: this.#parsePattern().pattern });
      }
    } while (tokens.skipSign(','));
    return { kind: 'rename', renames };
  }

  #parseExtract(kind: 'dissect' | 'grok'): EsqlCommand {
    const tokens = this.#tokens;
    const text = this.#expressions.parse();
    const { text: pattern, start } = tokens.take('text', 'a pattern');
    let separator = '';
    if (kind === 'dissect' && tokens.skipWords('APPEND_SEPARATOR')) {
      tokens.takeSign('=');
      separator = tokens.take('text', 'a text').text;
    }
    return { kind, text, pattern, separator, start };
  }
}
