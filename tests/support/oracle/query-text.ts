import { type Json, type JsonObject, NoRule } from './json.ts';

/**
 * The query that a query text stands for, of the few forms that are made here: clauses with `+` or `-`, or joined by
 * one kind of operator, with brackets around what is inside others.
 */
export function readQueryText(text: string, field: string, operator: Json): JsonObject {
  const parts = splitParts(text);
  const joins = parts.filter((part) => part === 'AND' || part === 'OR');
  const isAll = joins.length > 0 ? joins[0] === 'AND' : operator === 'and';
  const bool: Record<'must' | 'should' | 'must_not', JsonObject[]> = {
    must: [],
    should: [],
    must_not: [],
  };
  let isNot = false;
  for (const part of parts) {
    if (part === 'AND' || part === 'OR') {
      continue;
    }
    if (part === 'NOT') {
      isNot = true;
      continue;
    }
    const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(part) ?? [];
    const place = isNot || sign === '-' ? 'must_not' : sign === '+' || isAll ? 'must' : 'should';
    bool[place].push(readClause(rest, field, operator));
    isNot = false;
  }
  return { bool: { ...bool } };
}

/** At spaces outside of brackets and quotation marks. */
function splitParts(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let part = '';
  for (const sign of text) {
    isQuoted = sign === '"' ? !isQuoted : isQuoted;
    depth += '([{'.includes(sign) ? 1 : ')]}'.includes(sign) ? -1 : 0;
    if (sign === ' ' && depth === 0 && !isQuoted) {
      parts.push(part);
      part = '';
    } else {
      part += sign;
    }
  }
  return [...parts, part].filter((one) => one !== '');
}

function readClause(text: string, fallback: string, operator: Json): JsonObject {
  const [, name, rest = ''] = /^(?:(\w+(?:\.\w+)?):)?(.*)$/s.exec(text) ?? [];
  const field = name ?? fallback;
  if (rest === '') {
    throw new NoRule(`no clause: ${text}`);
  }
  if (field === '_exists_') {
    return { exists: { field: rest } };
  }
  const [first = ''] = rest;
  switch (first) {
    case '(':
      return readQueryText(rest.slice(1, -1), field, operator);
    case '"':
      return { match_phrase: { [field]: rest.slice(1, -1) } };
    case '[':
    case '{':
    case '<':
    case '>':
      return { range: { [field]: readBounds(rest) } };
    default:
      return readWord(rest, field, operator);
  }
}

function readWord(text: string, field: string, operator: Json): JsonObject {
  if (text === '*') {
    return { exists: { field } };
  }
  return /[*?]/.test(text)
    ? { wildcard: { [field]: text } }
    : { match: { [field]: { query: text, operator } } };
}

/** `[1 TO 3}` or `>=1`. */
function readBounds(text: string): JsonObject {
  const [, compare, edge = ''] = /^([<>]=?)(.*)$/.exec(text) ?? [];
  if (compare !== undefined) {
    return {
      [`${compare.startsWith('>') ? 'gt' : 'lt'}${compare.endsWith('=') ? 'e' : ''}`]: edge,
    };
  }
  const [, open, low = '*', high = '*', close] = /^(.)(\S+) TO (\S+)(.)$/.exec(text) ?? [];
  return {
    ...(low === '*' ? {} : { [open === '[' ? 'gte' : 'gt']: low }),
    ...(high === '*' ? {} : { [close === ']' ? 'lte' : 'lt']: high }),
  };
}

/** The same of `simple_query_string`: words, phrases and beginnings of words, all joined by one sign. */
export function readSimpleText(text: string, field: string, operator: Json): JsonObject {
  const parts = splitParts(text);
  const isAll = parts.includes('+') || (!parts.includes('|') && operator === 'and');
  const clauses = parts
    .filter((part) => part !== '+' && part !== '|')
    .map((part): JsonObject => {
      const isNot = part.startsWith('-');
      const rest = isNot ? part.slice(1) : part;
      const found: JsonObject = rest.startsWith('"')
        ? { match_phrase: { [field]: rest.slice(1, -1) } }
        : rest.endsWith('*')
          ? { prefix: { [field]: rest.slice(0, -1).toLowerCase() } }
          : { match: { [field]: { query: rest, operator } } };
      return isNot ? { bool: { must_not: found } } : found;
    });
  return { bool: { [isAll ? 'must' : 'should']: clauses } };
}
