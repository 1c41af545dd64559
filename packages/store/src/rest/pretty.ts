/** JSON text with two blanks of indentation and `"a" : 1`, as Elasticsearch answers `?pretty`. Values stay as spelled. */
export function prettyJson(text: string): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|\{\s*\}|\[\s*\]|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  const pieces = tokens.map((token) => {
    switch (token) {
      case '{':
      case '[':
        depth += 1;
        return token + line(depth);
      case '}':
      case ']':
        depth -= 1;
        return line(depth) + token;
      case ',':
        return token + line(depth);
      case ':':
        return ' : ';
      default:
        return isEmpty(token) ? `${token[0]} ${token.at(-1)}` : token;
    }
  });
  return `${pieces.join('')}\n`;
}

function isEmpty(token: string): boolean {
  return token.startsWith('{') || token.startsWith('[');
}

function line(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
