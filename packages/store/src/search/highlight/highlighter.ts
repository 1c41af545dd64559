import { errors } from '@longshore/common/errors';
import type { Token } from '../../analysis/token.ts';
import { type ExactJson, ExactNumber, parseExact } from '../../index/exact-json.ts';
import { nameMatcher } from '../../index/expression.ts';
import type { MappedField, Mapping } from '../../index/mapping.ts';
import { valuesAt } from '../../index/source-values.ts';
import { isText } from '../field-context.ts';
import { targetsByColumn } from '../hit-fields.ts';
import type { Branch } from '../plan.ts';
import type { Query } from '../query.ts';
import { hasWildcard } from '../wildcard.ts';
import { findMarks, type Mark } from './find-marks.ts';
import { findSought } from './find-sought.ts';
import type { HighlightField, HighlightOptions } from './highlight-request.ts';
import { type MarkedValue, markedTexts } from './marked-texts.ts';
import type { Sought } from './sought.ts';

/** By name of the field. */
type Highlights = Readonly<Record<string, readonly string[]>>;

/** Of all values of the hits of one answer: texts are analyzed while nothing else is done. */
const CHARACTERS_MAX = 20_000_000;
/** Of one value with `max_analyzed_offset`; analyzers take no more. */
const VALUE_CHARACTERS_MAX = 500_000;

interface Wanted {
  readonly name: string;
  /** Where its values are in a source. */
  readonly path: string;
  readonly field: MappedField;
  readonly options: HighlightOptions;
  /** What is looked for, by the field whose tokens it is looked for in. */
  readonly sought: readonly { readonly field: MappedField; readonly terms: readonly Sought[] }[];
}

/** What shows the marked texts of the hits of an answer, given all that is indexed of one. */
export class Highlighter {
  readonly #requested: readonly HighlightField[];
  readonly #query: Query;
  readonly #wanted = new Map<Branch, readonly Wanted[]>();
  #characters = 0;

  constructor(requested: readonly HighlightField[], query: Query) {
    this.#requested = requested;
    this.#query = query;
  }

  /** Undefined where nothing is to be shown. */
  highlight(branch: Branch, id: string, sourceText: string): Highlights | undefined {
    const wanted = this.#wantedOf(branch);
    if (wanted.length === 0) {
      return undefined;
    }
    const source = parseExact(sourceText);
    const shown = wanted.flatMap((one) => {
      const values = textsOf(one, source).map((value) => this.#mark(value, one, { branch, id }));
      const texts = markedTexts(values, one.options);
      return texts.length === 0 ? [] : [[one.name, texts] as const];
    });
    return shown.length === 0 ? undefined : Object.fromEntries(shown);
  }

  #wantedOf(branch: Branch): readonly Wanted[] {
    const known = this.#wanted.get(branch);
    if (known !== undefined) {
      return known;
    }
    const wanted = wantedFields(branch, this.#requested, this.#query);
    this.#wanted.set(branch, wanted);
    return wanted;
  }

  #mark(
    value: string,
    { name, field, options, sought }: Wanted,
    { branch: { index }, id }: { readonly branch: Branch; readonly id: string },
  ): MarkedValue {
    if (sought.length === 0) {
      return { value, tokens: [], marks: [] };
    }
    const { maxAnalyzedOffset } = index;
    const max = options.analyzedMax;
    const isTooLong =
      value.length > maxAnalyzedOffset && (max === undefined || max > maxAnalyzedOffset);
    if (isTooLong && (options.type === 'plain' || !hasOffsets(field))) {
      throw errors.illegalArgument(
        `The length [${value.length}] of field [${name}] in doc[${id}]/index[${index.name}] exceeds the [index.highlight.max_analyzed_offset] limit [${maxAnalyzedOffset}]. To avoid this error, set the query parameter [max_analyzed_offset] to a value less than index setting [${maxAnalyzedOffset}] and this will tolerate long field values by truncating them.`,
      );
    }
    const analyzed = value.slice(0, Math.min(max ?? VALUE_CHARACTERS_MAX, VALUE_CHARACTERS_MAX));
    this.#count(analyzed.length * sought.length);
    const parts = sought.map(({ field: lookedIn, terms }) => {
      const tokens = tokensOf(lookedIn, analyzed);
      return { tokens, marks: findMarks(tokens, terms) };
    });
    // The plain highlighter shows nothing of what it has not looked at.
    const shown = options.type === 'plain' && max !== undefined ? analyzed : value;
    return { value: shown, tokens: parts[0]?.tokens ?? [], marks: joined(parts) };
  }

  #count(characters: number): void {
    this.#characters += characters;
    if (this.#characters > CHARACTERS_MAX) {
      throw errors.illegalArgument(
        `[highlight] analyzes more than [${CHARACTERS_MAX}] characters for this answer; ask for fewer hits or fields, or set [max_analyzed_offset]`,
      );
    }
  }
}

function joined(parts: readonly { readonly marks: readonly Mark[] }[]): readonly Mark[] {
  const marks = parts.flatMap((part) => part.marks);
  return parts.length === 1 ? marks : marks.sort((a, b) => a.start - b.start || a.end - b.end);
}

function wantedFields(
  { context }: Branch,
  requested: readonly HighlightField[],
  query: Query,
): readonly Wanted[] {
  const { mapping } = context;
  const targetOf = openTargets(mapping);
  const found = new Map<string, Wanted>();
  for (const { pattern, options, matchedFields } of requested) {
    const sought = findSought(options.query ?? query, context).map((one) => ({
      ...one,
      field: targetOf(one.field),
    }));
    for (const [name, field] of fieldsOf(mapping, pattern)) {
      const path = targetOf(name);
      const lookedIn = matchedFields ?? [path];
      const own = lookedIn.flatMap((lookedInName) => {
        const target = targetOf(lookedInName);
        const lookedInField = mapping.fields.get(target);
        const terms = sought.filter((one) => !options.requiresFieldMatch || one.field === target);
        return lookedInField === undefined || terms.length === 0
          ? []
          : [{ field: lookedInField, terms }];
      });
      if (!found.has(name) && (own.length > 0 || options.noMatchSize > 0)) {
        found.set(name, { name, path: field.parent ?? path, field, options, sought: own });
      }
    }
  }
  return [...found.values()];
}

/** A name is of that field, whatever its type; a pattern is of those that have texts. */
function fieldsOf(
  { fields }: Mapping,
  pattern: string,
): readonly (readonly [string, MappedField])[] {
  const matches = nameMatcher(pattern);
  const isPattern = hasWildcard(pattern);
  return [...fields].filter(([name, field]) => matches(name) && (!isPattern || hasTexts(field)));
}

const hasTexts = (field: MappedField): boolean =>
  isText(field) || field.type === 'keyword' || field.type === 'wildcard';

/** The names of the fields that aliases stand for; all others stand for themselves. */
function openTargets(mapping: Mapping): (name: string) => string {
  const targets = targetsByColumn(mapping);
  return (name) => {
    const field = mapping.fields.get(name);
    // What is found in the text of its parent has the parent's column, too.
    return field === undefined || field.grams !== undefined
      ? name
      : (targets.get(field.column)?.path ?? name);
  };
}

/** The values of a field as the source has them; a keyword that is too long is not indexed, and none. */
function textsOf({ path, field }: Wanted, source: ExactJson): readonly string[] {
  const { ignoreAbove = Number.POSITIVE_INFINITY } = field;
  return valuesAt(source, path)
    .flatMap((value) => (isScalar(value) ? [textOf(value)] : []))
    .filter((text) => isText(field) || text.length <= ignoreAbove);
}

const isScalar = (value: ExactJson) =>
  value !== null && (typeof value !== 'object' || value instanceof ExactNumber);

const textOf = (value: ExactJson): string =>
  value instanceof ExactNumber ? value.text : String(value);

/** The mapping wants the places of words indexed, from which Elasticsearch highlights values of any length. */
const hasOffsets = ({ definition }: MappedField): boolean =>
  definition.index_options === 'offsets' ||
  String(definition.term_vector ?? '').includes('with_positions_offsets');

/** The tokens of a text; the value as a whole where a field has no words. */
function tokensOf(field: MappedField, value: string): readonly Token[] {
  if (isText(field) && field.analysis !== undefined) {
    return field.analysis.index.analyze(value);
  }
  const term = field.normalizer?.normalize(value) ?? value;
  return [{ term, start: 0, end: value.length, type: 'word', position: 0 }];
}
