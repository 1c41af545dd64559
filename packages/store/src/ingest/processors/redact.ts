import { parsePath } from '../field-path.ts';
import type { Grok } from '../grok/grok.ts';
import { patternBank, withOwnPatterns } from '../grok/pattern-banks.ts';
import {
  anything,
  field,
  flag,
  optional,
  required,
  text,
  texts,
  textsByName,
  withDefault,
} from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';
import { compilePatterns } from './grok.ts';

const TRACE = parsePath('_ingest._redact._is_redacted');

/** https://www.elastic.co/docs/reference/enrich-processor/redact-processor */
export const redact = defineProcessor({
  name: 'redact',
  summary: 'Puts a word in place of what patterns find, such as addresses.',
  options: {
    field: required(field, 'Text to redact.'),
    patterns: required(texts, 'Expressions such as `%{EMAILADDRESS:EMAIL}`; the name is the word.'),
    pattern_definitions: optional(textsByName, 'Patterns of your own by name; they win.'),
    prefix: withDefault(text, '<', 'In front of the word.'),
    suffix: withDefault(text, '>', 'Behind the word.'),
    ignore_missing: withDefault(flag, true, 'Do nothing when the field is missing or null.'),
    trace_redact: withDefault(
      flag,
      false,
      'Tell in `_ingest._redact._is_redacted` that something was found.',
    ),
    skip_if_unlicensed: optional(anything, 'Changes nothing: there are no licences.'),
  },
  create: (options, { place }) => {
    const bank = withOwnPatterns(patternBank('v1'), options.pattern_definitions);
    const expressions = compilePatterns(options.patterns, bank, place);
    const { prefix, suffix } = options;
    return (document) => {
      const path = options.field(document);
      const value = readText(document, path, options.ignore_missing);
      if (value === undefined) {
        return;
      }
      const changed = redactText(value, expressions, (word) => prefix + word + suffix);
      if (changed !== value) {
        document.set(path, changed);
        if (options.trace_redact) {
          document.set(TRACE, true);
        }
      }
    };
  },
});

interface Find {
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

/** Where two patterns find the same, the longer find counts. */
function redactText(
  value: string,
  expressions: readonly Grok[],
  write: (word: string) => string,
): string {
  const finds: Find[] = expressions.flatMap(({ regexp, captures }) => {
    const [capture] = captures.values();
    const word = capture?.field ?? 'REDACTED';
    return regexp.spans(value).map(({ start, end }) => ({ start, end, word }));
  });
  finds.sort((a, b) => a.start - b.start || b.end - a.end);
  let out = '';
  let at = 0;
  for (const { start, end, word } of finds) {
    if (start >= at && end > start) {
      out += value.slice(at, start) + write(word);
      at = end;
    }
  }
  return out + value.slice(at);
}
