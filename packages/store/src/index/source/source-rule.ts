import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { ExactJson, ExactObject } from '../exact-json.ts';
import { booleanOf } from '../mapping-parameters.ts';
import { openPathFilter, type SourcePatterns } from './filter-paths.ts';

/** How an index keeps the sources of its documents. */
export type SourceRule =
  /** As received. */
  | { readonly mode: 'stored' }
  /** Without what its patterns leave out. */
  | ({ readonly mode: 'filtered'; apply(source: ExactJson): ExactObject } & SourcePatterns)
  | { readonly mode: 'disabled' }
  /** Made again from the columns of the fields. */
  | { readonly mode: 'synthetic' };

/** `index.mapping.source.mode`: what holds where the mapping itself says nothing. */
const SOURCE_MODES = ['stored', 'synthetic', 'disabled'] as const;
export type SourceMode = (typeof SOURCE_MODES)[number];

export const isSourceMode = (text: string): text is SourceMode =>
  SOURCE_MODES.some((mode) => mode === text);

const KEYS: ReadonlySet<string> = new Set(['compress', 'enabled', 'excludes', 'includes', 'mode']);

/** Reads `_source` of a mapping. Throws `mapper_parsing_exception` for what contradicts itself. */
export function parseSourceRule(json: Json | undefined, setting: SourceMode): SourceRule {
  const source: JsonObject = isObject(json) ? json : {};
  const unknown = Object.keys(source).find((key) => !KEYS.has(key));
  if (unknown !== undefined) {
    throw refused(
      `unknown parameter [${unknown}] on metadata field [_source]; give [enabled], [includes], [excludes] or [mode]`,
    );
  }
  const includes = patternsOf(source.includes);
  const excludes = patternsOf(source.excludes);
  const mode = modeOf(source, setting);
  if (includes.length + excludes.length === 0 || mode === 'disabled') {
    return { mode };
  }
  if (mode === 'synthetic') {
    throw refused('filtering the stored _source is incompatible with synthetic source');
  }
  const apply = openPathFilter({ includes, excludes });
  return { mode: 'filtered', includes, excludes, apply };
}

function modeOf({ mode, enabled }: JsonObject, setting: SourceMode): SourceMode {
  if (mode !== undefined && enabled !== undefined) {
    throw refused('Cannot set both [mode] and [enabled] parameters');
  }
  if (enabled !== undefined && !booleanOf(enabled, true)) {
    return 'disabled';
  }
  if (mode === undefined || mode === null) {
    return setting;
  }
  const text = jsonText(mode).toLowerCase();
  if (!isSourceMode(text)) {
    throw refused(
      `Unknown value [${text}] for field [mode] - accepted values are [disabled, stored, synthetic]`,
    );
  }
  return text;
}

const refused = (reason: string) => errors.mapperParsing(reason);

const patternsOf = (value: Json | undefined): readonly string[] =>
  value === undefined || value === null
    ? []
    : (Array.isArray(value) ? value : [value]).map(jsonText);

/** Throws when documents that are there would have to be read by another rule than they were written by. */
export function refuseRuleChange(before: SourceRule, after: SourceRule): void {
  const was = JSON.stringify(before);
  const is = JSON.stringify(after);
  if (was !== is) {
    throw errors.illegalArgument(
      `Mapper for [_source] conflicts with existing mapper: Cannot update it from ${was} to ${is}; make an index with the mapping that is wanted, and reindex into it`,
    );
  }
}
