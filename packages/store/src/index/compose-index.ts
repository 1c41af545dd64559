import type { Json, JsonObject } from '@longshore/common/json';
import { parseAliases } from './aliases.ts';
import type { DataStream } from './catalog.ts';
import type { Aliases, NewIndex } from './index-entry.ts';
import { parseIndexSettings } from './index-settings.ts';
import { canonicalMapping, mergeMappings } from './mapping-json.ts';
import type { MatchedTemplate } from './templates.ts';
import { TIMESTAMP } from './time-field.ts';

/** What a request to create an index says. */
export interface IndexRequest {
  readonly settings?: Json;
  readonly mappings?: JsonObject;
  readonly aliases?: Json;
}

interface Composing {
  readonly name: string;
  readonly expression: string;
  readonly template: MatchedTemplate | undefined;
  readonly request: IndexRequest;
}

/** What a new index will be: the request over its template. */
export function composeIndex({ name, expression, template, request }: Composing): NewIndex {
  return {
    name,
    providedName: expression,
    settings: { ...template?.settings, ...parseIndexSettings(request.settings) },
    mappings: mergeMappings(
      template?.mappings ?? {},
      canonicalMapping(request.mappings ?? {}),
      'override',
    ),
    aliases: { ...aliasesFor(name, template), ...parseAliases(request.aliases) },
  };
}

/** A template says `{index}` in an alias where the name of the index, or of the data stream, is to stand. */
export function aliasesFor(index: string, template: MatchedTemplate | undefined): Aliases {
  const aliases = Object.entries(template?.aliases ?? {});
  return Object.fromEntries(
    aliases.map(([alias, options]) => [alias.replaceAll('{index}', () => index), options]),
  );
}

/** What a data stream has beside its template, over it. */
export function withStream(
  template: MatchedTemplate | undefined,
  { settings = {}, mappings = {} }: DataStream,
): MatchedTemplate | undefined {
  return (
    template && {
      ...template,
      settings: { ...template.settings, ...settings },
      mappings: mergeMappings(template.mappings, mappings, 'override'),
    }
  );
}

/** A backing index always has the field of its stream's times; the template's own definition wins. */
export function backingIndex(
  index: NewIndex,
  { name, timestampField }: Pick<DataStream, 'name' | 'timestampField'>,
): NewIndex {
  const timeField = timestampField ?? TIMESTAMP;
  const least = canonicalMapping({ properties: { [timeField]: { type: 'date' } } });
  const mappings = mergeMappings(least, index.mappings, 'override');
  return { ...index, mappings, dataStream: name, timeField, aliases: {} };
}

/** `.ds-logs-web-default-2026.11.25-000001` */
export function backingIndexName(stream: string, generation: number, now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '.');
  return `.ds-${stream}-${day}-${String(generation).padStart(6, '0')}`;
}
