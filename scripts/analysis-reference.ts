import { ANALYZERS } from '../packages/store/src/analysis/analyzers.ts';
import { CHAR_FILTERS } from '../packages/store/src/analysis/char-filters.ts';
import { REFUSED } from '../packages/store/src/analysis/refused.ts';
import { STOP_WORDS } from '../packages/store/src/analysis/stop-words.ts';
import {
  SNOWBALL_STEMMERS,
  STEMMERS,
} from '../packages/store/src/analysis/token-filters/stemmers.ts';
import { TOKEN_FILTERS } from '../packages/store/src/analysis/token-filters.ts';
import { TOKENIZERS } from '../packages/store/src/analysis/tokenizers.ts';

const HEAD = `# Analyzers and what they are made of

<!-- Printed from packages/store/src/analysis by \`npm run docs\`. -->

Options are those of Elasticsearch. A name that is not listed is refused when the index is made. Files
(\`stopwords_path\`, \`synonyms_path\`, \`mappings_path\`, \`user_dictionary\` …) are not read: list the words in the settings.
Regular expressions run in time linear in the text: there is no looking ahead or behind and no \`\\1\`.

Different from Elasticsearch: \`porter2\`, \`lovins\`, \`light_…\` and \`minimal_…\` stemmers take the language's one stemmer,
and \`brazilian\` Portuguese's; \`kstem\` takes plurals off and nothing more; analyzers of languages have the stop words of
[Orama](https://github.com/oramasearch/orama) but for English; \`hindi\` leaves \`indic_normalization\` out; \`nori_tokenizer\` has rules in the place of a dictionary
([text analysis](../internals/text-analysis.md)), and \`nori_part_of_speech\` and \`nori_readingform\` change nothing behind it.
`;

const REFUSALS = `## What is refused

| what | why, and what to do instead |
|---|---|`;

/** The page of what text analysis has, as it must stand in `docs/reference/analysis.md`. */
export function formatAnalysisReference(): string {
  const types = (list: readonly { readonly names: readonly string[] }[]) =>
    list.map(({ names: [name, ...others] }) =>
      others.length === 0 ? `\`${name}\`` : `\`${name}\` (also \`${others.join('`, `')}\`)`,
    );
  const names = (of: object) => Object.keys(of).map((name) => `\`${name}\``);
  return [
    HEAD,
    section('Analyzers', names(ANALYZERS)),
    section('Normalizers', ['`lowercase`', 'custom ones of the filters marked with *']),
    section('Char filters', types(CHAR_FILTERS).map(mark(CHAR_FILTERS))),
    section('Tokenizers', types(TOKENIZERS)),
    section('Token filters', types(TOKEN_FILTERS).map(mark(TOKEN_FILTERS))),
    section('Languages of `stemmer`', names(STEMMERS)),
    section('Languages of `snowball`', names(SNOWBALL_STEMMERS)),
    section('Lists of stop words', names(STOP_WORDS)),
    REFUSALS,
    ...Object.entries(REFUSED).flatMap(([kind, reasons]) =>
      Object.entries(reasons).map(([name, reason]) => `| ${kind} \`${name}\` | ${reason} |`),
    ),
    '',
  ].join('\n');
}

const mark =
  (list: readonly { readonly isNormalizing?: true }[]) =>
  (shown: string, i: number): string =>
    list[i]?.isNormalizing === true ? `${shown}*` : shown;

function section(title: string, items: readonly string[]): string {
  return `## ${title}\n\n${[...items].sort().join(', ')}\n`;
}
