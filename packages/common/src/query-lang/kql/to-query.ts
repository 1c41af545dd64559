import type { JsonObject } from '../../json.ts';
import type { KqlNode, KqlValue } from './ast.ts';

/** A field that may be meant, with what the DSL differs by. */
interface KqlField {
  readonly name: string;
  /** Of the mapping: `keyword`, `date` … */
  readonly type: string;
  /** Of a field of nested objects: where they are. */
  readonly nestedPath?: string;
}

export interface KqlOptions {
  /** What names of fields may mean. Without them, or for a name that is not among them, a name is taken as written. */
  readonly fields?: readonly KqlField[];
  /** Of dates that have none, such as `+09:00` or `Asia/Seoul`. */
  readonly timeZone?: string;
  /** Wildcards match upper and lower case alike on keyword fields. */
  readonly isCaseInsensitive?: boolean;
  /** What free text looks into, instead of every field. */
  readonly defaultField?: string;
}

type Leaf = Extract<KqlNode, { kind: 'is' | 'range' }>;
/** A name in full; what is known of the field, if anything. */
interface Meant extends Partial<KqlField> {
  readonly name: string;
  /** The asterisks of the name are signs. */
  readonly isPattern?: boolean;
}

const ALL: JsonObject = { match_all: {} };

/** A query text that was read, in Elasticsearch's query DSL. */
export function kqlToQuery(node: KqlNode, options: KqlOptions = {}): JsonObject {
  return new Converter(options).convert(node, undefined);
}

class Converter {
  readonly #options: KqlOptions;

  constructor(options: KqlOptions) {
    this.#options = options;
  }

  convert(node: KqlNode, path: string | undefined): JsonObject {
    switch (node.kind) {
      case 'all':
        return ALL;
      case 'and':
        return { bool: { filter: node.nodes.map((each) => this.convert(each, path)) } };
      case 'or':
        return anyOf(node.nodes.map((each) => this.convert(each, path)));
      case 'not':
        return { bool: { must_not: this.convert(node.node, path) } };
      case 'nested': {
        const below = nameBelow(path, node.path);
        return ofNested(below, this.convert(node.node, below));
      }
      case 'range':
        return this.#convertOfField(node, node.field, path);
      case 'is':
        return node.field === undefined
          ? this.#convertFreeText(node.value)
          : this.#convertOfField(node, node.field, path);
    }
  }

  #convertFreeText(value: KqlValue): JsonObject {
    const { defaultField } = this.#options;
    const fields = defaultField === undefined ? {} : { fields: [defaultField] };
    if (value.kind === 'wildcard') {
      return isAnything(value) ? ALL : { query_string: { ...fields, query: luceneOf(value) } };
    }
    return {
      multi_match: { ...fields, type: matchType(value), query: value.text, lenient: true },
    };
  }

  #convertOfField(node: Leaf, field: KqlValue, path: string | undefined): JsonObject {
    if (node.kind === 'is' && isAnything(field) && isAnything(node.value) && path === undefined) {
      return ALL;
    }
    const queries = this.#fieldsOf(field, path).map((meant) => {
      const query = this.#convertLeaf(node, meant);
      const { nestedPath } = meant;
      return nestedPath === undefined || nestedPath === path ? query : ofNested(nestedPath, query);
    });
    return anyOf(queries);
  }

  #fieldsOf(name: KqlValue, path: string | undefined): readonly Meant[] {
    const full = nameBelow(path, shown(name));
    const pattern = new RegExp(
      `^${full
        .split('*')
        .map(escapeRegExp)
        .join(name.kind === 'wildcard' ? '.*' : '\\*')}$`,
      's',
    );
    const known = (this.#options.fields ?? []).filter((field) => pattern.test(field.name));
    return known.length > 0 ? known : [{ name: full, isPattern: name.kind === 'wildcard' }];
  }

  #convertLeaf(node: Leaf, meant: Meant): JsonObject {
    if (node.kind === 'range') {
      return meant.isPattern
        ? {
            query_string: {
              fields: [meant.name],
              query: `${SIGNS[node.operator]}${quoted(node.text)}`,
            },
          }
        : { range: { [meant.name]: { [node.operator]: node.text, ...this.#zoneOf(meant) } } };
    }
    const { value } = node;
    if (isAnything(value)) {
      return { exists: { field: meant.name } };
    }
    if (value.kind === 'wildcard') {
      return this.#convertWildcard(value, meant);
    }
    if (meant.type === 'date' || meant.type === 'date_nanos') {
      return {
        range: { [meant.name]: { gte: value.text, lte: value.text, ...this.#zoneOf(meant) } },
      };
    }
    if (meant.isPattern) {
      const type = matchType(value);
      return { multi_match: { fields: [meant.name], type, query: value.text, lenient: true } };
    }
    return { [value.isQuoted ? 'match_phrase' : 'match']: { [meant.name]: value.text } };
  }

  #convertWildcard(value: KqlValue & { kind: 'wildcard' }, { name, type }: Meant): JsonObject {
    if (type !== 'keyword' && type !== 'wildcard') {
      return { query_string: { fields: [name], query: luceneOf(value) } };
    }
    const pattern = value.parts.map((part) => part.replace(/[*?\\]/g, '\\$&')).join('*');
    const loosely = this.#options.isCaseInsensitive === true ? { case_insensitive: true } : {};
    return { wildcard: { [name]: { value: pattern, ...loosely } } };
  }

  /** Fields that are not known may be dates; others take a zone and do not need it. */
  #zoneOf({ type }: Meant): JsonObject {
    const { timeZone } = this.#options;
    const mayBeDate = type === undefined || /^date/.test(type);
    return timeZone === undefined || !mayBeDate ? {} : { time_zone: timeZone };
  }
}

const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

const anyOf = (should: readonly JsonObject[]): JsonObject => ({
  bool: { should: [...should], minimum_should_match: 1 },
});

const ofNested = (path: string, query: JsonObject): JsonObject => ({
  nested: { path, query, score_mode: 'none' },
});

const nameBelow = (path: string | undefined, name: string): string =>
  path === undefined ? name : `${path}.${name}`;

/** A name as the text that it was written as. */
const shown = (name: KqlValue): string => (name.kind === 'text' ? name.text : name.parts.join('*'));

const isAnything = (value: KqlValue): boolean =>
  value.kind === 'wildcard' && value.parts.every((part) => part === '');

const matchType = (value: KqlValue & { kind: 'text' }): string =>
  value.isQuoted ? 'phrase' : 'best_fields';

/** A wildcard in Lucene's syntax: of all its signs, only the asterisks are meant as such. */
const luceneOf = (value: KqlValue & { kind: 'wildcard' }): string =>
  value.parts.map((part) => part.replace(/[+\-=&|><!(){}[\]^"~*?:\\/]/g, '\\$&')).join('*');

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
