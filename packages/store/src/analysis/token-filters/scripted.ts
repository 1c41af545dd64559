import { errors } from '@longshore/common/errors';
import { compileScript } from '../../script/compile-script.ts';
import { methods } from '../../script/method.ts';
import { ScriptObject } from '../../script/values.ts';
import type { TokenFilterType } from '../component.ts';
import type { Options } from '../options.ts';
import { spanOf, type Token } from '../token.ts';

/** Filters for those tokens only that a script picks. */
export const condition: TokenFilterType = {
  names: ['condition'],
  build(options, context) {
    const picks = predicate('condition', options);
    const names = options.list('filter');
    if (names === undefined) {
      throw errors.illegalArgument('condition requires [filter]');
    }
    const filters = names.map((name) => context.filter(name));
    const changed = (token: Token) =>
      filters.reduce<readonly Token[]>((tokens, filter) => filter(tokens), [token]);
    return (tokens) =>
      tokens.flatMap((token, i) => (picks(token, tokens[i - 1]) ? changed(token) : [token]));
  },
};

/** Those tokens only that a script picks. */
export const predicateTokenFilter: TokenFilterType = {
  names: ['predicate_token_filter'],
  build(options) {
    const picks = predicate('predicate_token_filter', options);
    return (tokens) => tokens.filter((token, i) => picks(token, tokens[i - 1]));
  },
};

type Picks = (token: Token, before: Token | undefined) => boolean;

function predicate(filter: string, options: Options): Picks {
  const source = options.text('script.source') ?? options.text('script');
  if (source === undefined) {
    throw errors.illegalArgument(
      `${filter} requires a [script] with its [source]; stored scripts are not read`,
    );
  }
  const lang = options.text('script.lang') ?? 'painless';
  if (lang !== 'painless') {
    throw errors.illegalArgument(`script_lang not supported [${lang}]; use [painless]`);
  }
  const script = compileScript(source, { bindings: ['token'] });
  return (token, before) => script.run({ token: new ScriptToken(token, before) }) === true;
}

/** `token` of a script. */
class ScriptToken extends ScriptObject {
  readonly javaName = 'Token';
  readonly methods = TOKEN_METHODS;
  readonly token: Token;
  readonly increment: number;

  constructor(token: Token, before: Token | undefined) {
    super();
    this.token = token;
    this.increment = token.position - (before?.position ?? -1);
  }

  toText(): string {
    return this.token.term;
  }
}

const TOKEN_METHODS = methods<ScriptToken>({
  'getTerm/0': ({ token }) => token.term,
  'getPosition/0': ({ token }) => token.position,
  'getPositionIncrement/0': ({ increment }) => increment,
  'getPositionLength/0': ({ token }) => spanOf(token),
  'getStartOffset/0': ({ token }) => token.start,
  'getEndOffset/0': ({ token }) => token.end,
  'getType/0': ({ token }) => token.type,
  'isKeyword/0': ({ token }) => token.isKeyword === true,
});
