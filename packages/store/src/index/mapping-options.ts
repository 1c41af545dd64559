import { readAnalysis } from '../analysis/read-definitions.ts';
import { ALL_OWN } from './column-choice.ts';
import { MAPPING_DEFAULTS, type MappingOptions } from './index-mapping.ts';
import { type IndexSettings, settingNumber } from './index-settings.ts';
import { isSourceMode, type SourceMode } from './source/source-rule.ts';

/** The limits of a mapping that settings set; `timeField` is the one of a backing index. */
export function mappingOptions(
  settings: IndexSettings,
  timeField: string | undefined,
): MappingOptions {
  const limit = (name: string, fallback: number) =>
    settingNumber(settings, `index.mapping.${name}.limit`, fallback);
  const flag = (name: string, fallback: boolean) =>
    String(settings[`index.mapping.${name}`] ?? fallback) === 'true';
  return {
    timeField,
    lists: new Set(),
    hasRouting: false,
    choices: ALL_OWN,
    analysis: readAnalysis(settings),
    fieldsMax: limit('total_fields', MAPPING_DEFAULTS.fieldsMax),
    depthMax: limit('depth', MAPPING_DEFAULTS.depthMax),
    nestedFieldsMax: limit('nested_fields', MAPPING_DEFAULTS.nestedFieldsMax),
    nestedObjectsMax: limit('nested_objects', MAPPING_DEFAULTS.nestedObjectsMax),
    nameCharsMax: limit('field_name_length', MAPPING_DEFAULTS.nameCharsMax),
    ignoresBeyondLimit: flag('total_fields.ignore_dynamic_beyond_limit', false),
    ignoreMalformed: flag('ignore_malformed', false),
    coerce: flag('coerce', true),
    similarities: similaritiesOf(settings),
    sourceMode: sourceModeOf(settings),
    keepsSource: String(settings['index.mapping.synthetic_source_keep'] ?? 'none').toLowerCase(),
  };
}

/** The names in `index.similarity.<name>.<option>`. */
function similaritiesOf(settings: IndexSettings): ReadonlySet<string> {
  const names = Object.keys(settings).flatMap(
    (name) => /^index\.similarity\.([^.]+)\./.exec(name)?.[1] ?? [],
  );
  return new Set(names);
}

function sourceModeOf(settings: IndexSettings): SourceMode {
  const text = String(settings['index.mapping.source.mode'] ?? 'stored').toLowerCase();
  return isSourceMode(text) ? text : 'stored';
}
