import type { Lexicon } from '../lexer.ts';

/** What SQL is made of: texts in single quotes, names in double ones. */
export const SQL_LEXICON: Lexicon = {
  comment: /--[^\n]*|\/\*[\s\S]*?\*\//y,
  text: /'(?:[^']|'')*'/y,
  readText: (match) => match.slice(1, -1).replaceAll("''", "'"),
  quoted: /"(?:[^"]|"")+"|`(?:[^`]|``)+`/y,
  readQuoted: (match) =>
    match.startsWith('"')
      ? match.slice(1, -1).replaceAll('""', '"')
      : match.slice(1, -1).replaceAll('``', '`'),
  sign: /<=>|<>|!=|<=|>=|::|\|\||[()[\],.+\-*/%=<>?{};]/y,
};
