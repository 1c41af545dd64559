import { errors, LongshoreError } from '@longshore/common/errors';
import { configurationError, type Place } from '../configuration-error.ts';
import { parsePath } from '../field-path.ts';
import { compileGrok, type Grok, type PatternBank } from '../grok/grok.ts';
import { ECS_MODES, patternBank, withOwnPatterns } from '../grok/pattern-banks.ts';
import type { IngestDocument } from '../ingest-document.ts';
import {
  field,
  flag,
  oneOf,
  optional,
  required,
  texts,
  textsByName,
  withDefault,
} from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/grok-processor */
export const grok = defineProcessor({
  name: 'grok',
  summary: 'Takes fields out of a text by named patterns such as `%{IP:client}`.',
  options: {
    field: required(field, 'Text to read.'),
    patterns: required(texts, 'Expressions that are tried in turn.'),
    pattern_definitions: optional(textsByName, 'Patterns of your own by name; they win.'),
    ecs_compatibility: withDefault(
      oneOf(ECS_MODES),
      'disabled',
      'Whether shipped patterns name fields as ECS does.',
    ),
    trace_match: withDefault(
      flag,
      false,
      'Tell in `_ingest._grok_match_index` which expression it was.',
    ),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
  },
  create: (options, { place }) => {
    const bank = withOwnPatterns(
      patternBank(options.ecs_compatibility),
      options.pattern_definitions,
    );
    const expressions = compilePatterns(options.patterns, bank, place);
    const { field: source, ignore_missing: ignoresMissing, trace_match: isTraced } = options;
    return (document) => {
      const value = readText(document, source(document), ignoresMissing);
      if (value !== undefined) {
        apply(document, value, { expressions, isTraced });
      }
    };
  },
});

interface Matching {
  readonly expressions: readonly Grok[];
  readonly isTraced: boolean;
}

function apply(document: IngestDocument, text: string, { expressions, isTraced }: Matching): void {
  for (const [i, expression] of expressions.entries()) {
    const found = expression.match(text);
    if (found) {
      for (const [name, value] of found) {
        document.set(parsePath(name), value);
      }
      if (isTraced) {
        document.ingest._grok_match_index = String(i);
      }
      return;
    }
  }
  throw errors.illegalArgument(`Provided Grok expressions do not match field value: [${text}]`);
}

/** Compiles the expressions of a processor; a mistake names the option that it is in. */
export function compilePatterns(
  patterns: readonly string[],
  bank: PatternBank,
  place: Place,
): readonly Grok[] {
  if (patterns.length === 0) {
    throw configurationError('List of patterns must not be empty', place, 'patterns');
  }
  try {
    return patterns.map((pattern) => compileGrok(pattern, bank));
  } catch (error) {
    if (error instanceof LongshoreError) {
      throw configurationError(
        `Invalid regex pattern found in: [${patterns.join(', ')}]. ${error.message}`,
        place,
        'patterns',
      );
    }
    throw error;
  }
}
