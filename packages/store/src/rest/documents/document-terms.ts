import { analyzeTexts } from '../../analysis/describe.ts';
import type { Token } from '../../analysis/token.ts';
import { fieldAnalyzer, namedAnalyzer } from '../../index/analyzer-of-field.ts';
import { type ExactJson, ExactNumber } from '../../index/exact-json.ts';
import { nameMatcher } from '../../index/expression.ts';
import type { IndexMapping } from '../../index/index-mapping.ts';
import type { MappedField } from '../../index/mapping.ts';
import { copiedTo, valuesOf } from '../../index/source-values.ts';

/** What is to be seen of the terms of a document. */
export interface TermsView {
  /** Patterns; undefined for the fields whose mapping asks for `term_vector`. */
  readonly fields: readonly string[] | undefined;
  readonly hasPositions: boolean;
  readonly hasOffsets: boolean;
  /** Names of analyzers by field, instead of its own. */
  readonly analyzers: ReadonlyMap<string, string>;
}

const TYPES: ReadonlySet<string> = new Set(['keyword', 'match_only_text', 'text']);

/** The terms of a document by field, as its analyzers make them of the source: none are kept. */
export function termVectorsOf(mapping: IndexMapping, source: ExactJson, view: TermsView) {
  const matchers = view.fields?.map(nameMatcher);
  const fields = [...mapping.fields.values()].filter(
    (field) =>
      TYPES.has(field.type) &&
      (matchers === undefined
        ? vectorOf(field) !== 'no'
        : matchers.some((matches) => matches(field.path))),
  );
  return Object.fromEntries(
    fields.flatMap((field) => {
      const texts = valuesOf(field, source, copiedTo(mapping, field)).map(textOf);
      const terms = describeTerms(tokensOf(mapping, field, { texts, view }), shownOf(field, view));
      return Object.keys(terms).length === 0 ? [] : [[field.path, { terms }] as const];
    }),
  );
}

const vectorOf = ({ definition }: MappedField): string => String(definition.term_vector ?? 'no');

type Shown = Pick<TermsView, 'hasOffsets' | 'hasPositions'>;

/** Of fields that nobody named, no more is told than their mapping would keep. */
function shownOf(field: MappedField, { fields, hasOffsets, hasPositions }: TermsView): Shown {
  const kept = fields === undefined ? vectorOf(field) : 'with_positions_offsets';
  return {
    hasOffsets: hasOffsets && kept.includes('offsets'),
    hasPositions: hasPositions && kept.includes('positions'),
  };
}

function tokensOf(
  mapping: IndexMapping,
  { path }: MappedField,
  { texts, view }: { readonly texts: readonly string[]; readonly view: TermsView },
): readonly Token[] {
  const named = view.analyzers.get(path);
  const analyzer =
    named === undefined
      ? fieldAnalyzer(mapping, path)
      : namedAnalyzer(mapping.options.analysis, named, true);
  return analyzeTexts(analyzer, texts);
}

const textOf = (value: ExactJson): string =>
  value instanceof ExactNumber ? value.text : String(value);

interface Term {
  term_freq: number;
  readonly tokens?: object[];
}

function describeTerms(
  tokens: readonly Token[],
  { hasOffsets, hasPositions }: Shown,
): Readonly<Record<string, Term>> {
  const terms = new Map<string, Term>();
  for (const token of tokens) {
    const term = terms.get(token.term) ?? {
      term_freq: 0,
      ...(hasOffsets || hasPositions ? { tokens: [] } : {}),
    };
    terms.set(token.term, term);
    term.term_freq += 1;
    term.tokens?.push({
      ...(hasPositions ? { position: token.position } : {}),
      ...(hasOffsets ? { start_offset: token.start, end_offset: token.end } : {}),
    });
  }
  return Object.fromEntries([...terms].sort(([a], [b]) => (a < b ? -1 : 1)));
}
