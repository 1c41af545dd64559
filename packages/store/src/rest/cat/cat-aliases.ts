import type { DataStream } from '../../index/catalog.ts';
import { nameMatcher } from '../../index/expression.ts';
import type { Aliases, AliasOptions, IndexEntry } from '../../index/index-entry.ts';
import { resolveOptions } from '../parameters.ts';
import type { RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer } from './cat-table.ts';

interface AliasRow {
  readonly alias: string;
  readonly index: string;
  readonly options: AliasOptions;
}

const column = (
  name: string,
  aliases: readonly string[],
  value: (row: AliasRow) => string,
): CatColumn<AliasRow> => ({
  ...{ name, aliases, value, description: name },
  ...{ isDefault: true, isNumber: false },
});

const COLUMNS: readonly CatColumn<AliasRow>[] = [
  column('alias', ['a'], ({ alias }) => alias),
  column('index', ['i', 'idx'], ({ index }) => index),
  column('filter', ['f', 'fi'], ({ options }) => (options.filter === undefined ? '-' : '*')),
  column('routing.index', ['ri', 'routingIndex'], ({ options }) => options.index_routing ?? '-'),
  column('routing.search', ['rs', 'routingSearch'], ({ options }) => options.search_routing ?? '-'),
  column('is_write_index', ['w', 'isWriteIndex'], ({ options }) =>
    options.is_write_index === undefined ? '-' : String(options.is_write_index),
  ),
];

function rowsOf(index: string, aliases: Aliases): readonly AliasRow[] {
  return Object.entries(aliases).map(([alias, options]) => ({ alias, index, options }));
}

const ofIndex = ({ name, ownAliases }: IndexEntry) => rowsOf(name, ownAliases);

/** Of a data stream it is always known whether writes to the alias go to it. */
function ofStream({ name, aliases = {} }: DataStream): readonly AliasRow[] {
  return rowsOf(name, aliases).map((row) => ({
    ...row,
    options: { ...row.options, is_write_index: row.options.is_write_index === true },
  }));
}

/** `GET /_cat/aliases[/{name}]` */
export const catAliases: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/aliases', '/_cat/aliases/:name'],
  parameters: [...CAT_PARAMETERS, 'expand_wildcards'],
  handle: async ({ part, parameters }, { catalog }) => {
    const names = (part('name') ?? '*').split(',');
    const matchers = names.map(nameMatcher);
    const { expandWildcards } = resolveOptions(parameters);
    const showsHidden = !parameters.has('expand_wildcards') || expandWildcards.has('hidden');
    const rows = [...catalog.entries().map(ofIndex), ...catalog.dataStreams().map(ofStream)].flat();
    const wanted = rows.filter(
      ({ alias, options }) =>
        (showsHidden || options.is_hidden !== true || names.includes(alias)) &&
        matchers.some((matches) => matches(alias)),
    );
    return catAnswer(wanted, COLUMNS, parameters);
  },
};
