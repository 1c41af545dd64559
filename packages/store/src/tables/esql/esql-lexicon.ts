import type { Lexicon } from '../lexer.ts';

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** What ES|QL is made of: texts in double quotes, one or three, names in back quotes. */
export const ESQL_LEXICON: Lexicon = {
  comment: /\/\/[^\n]*|\/\*[\s\S]*?\*\//y,
  text: /"""[\s\S]*?"""|"(?:[^"\\\r\n]|\\[trn"\\])*"/y,
  readText: (match) =>
    match.startsWith('"""')
      ? match.slice(3, -3)
      : match.slice(1, -1).replace(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? sign),
  quoted: /`(?:[^`]|``)+`/y,
  readQuoted: (match) => match.slice(1, -1).replaceAll('``', '`'),
  sign: /==|=~|!=|<=|>=|::|[()[\],.+\-*/%=<>?|:{}]/y,
};
