import { expect, test } from 'vitest';
import type { NameOrDefinition } from './build-chain.ts';
import { BUILT_IN, readAnalysis } from './read-definitions.ts';
import { murmurHash } from './token-filters/murmur-hash.ts';

const analyzed = (filter: NameOrDefinition | readonly NameOrDefinition[], text: string) => {
  const filters = Array.isArray(filter)
    ? (filter as readonly NameOrDefinition[])
    : [filter as NameOrDefinition];
  return BUILT_IN.requestChain(
    { tokenizer: 'whitespace', charFilters: [], filters },
    false,
  ).analyze(text);
};

/** `term@position`, with `*span` where it spans more than one. */
const shown = (filter: NameOrDefinition | readonly NameOrDefinition[], text: string) =>
  analyzed(filter, text)
    .map(
      ({ term, position, positionLength }) =>
        `${term}@${position}${positionLength === undefined ? '' : `*${positionLength}`}`,
    )
    .join(' ');

test.each<readonly [NameOrDefinition | readonly NameOrDefinition[], string, string]>([
  ['lowercase', 'Foo ÄÖ', 'foo@0 äö@1'],
  [{ type: 'lowercase', language: 'turkish' }, 'I', 'ı@0'],
  ['uppercase', 'foo', 'FOO@0'],
  ['asciifolding', 'Musée Straße Ørsted 漢', 'Musee@0 Strasse@1 Orsted@2 漢@3'],
  [{ type: 'asciifolding', preserve_original: 'true' }, 'é x', 'e@0 é@0 x@1'],
  ['stop', 'to the fox and dog', 'fox@2 dog@4'],
  [{ type: 'stop', stopwords: ['Foo'], ignore_case: 'true' }, 'foo bar', 'bar@1'],
  [{ type: 'stop', stopwords: '_german_' }, 'der Hund und', 'Hund@1'],
  ['porter_stem', 'troubled bricks running', 'troubl@0 brick@1 run@2'],
  [{ type: 'stemmer', language: 'light_english' }, 'bricks classes', 'brick@0 classe@1'],
  ['snowball', 'running', 'run@0'],
  [
    [{ type: 'keyword_marker', keywords: ['troubled'] }, 'porter_stem'],
    'troubled bricks',
    'troubled@0 brick@1',
  ],
  [
    ['keyword_repeat', 'porter_stem', { type: 'unique', only_on_same_position: 'true' }],
    'fox runs',
    'fox@0 runs@1 run@1',
  ],
  [
    [{ type: 'stemmer_override', rules: ['mice, rats => mouse'] }, 'porter_stem'],
    'rats runs',
    'mouse@0 run@1',
  ],
  [{ type: 'length', min: '3', max: '4' }, 'a abc abcd abcde', 'abc@1 abcd@2'],
  [{ type: 'limit', max_token_count: '2' }, 'a b c', 'a@0 b@1'],
  [{ type: 'truncate', length: '3' }, 'foobar', 'foo@0'],
  ['reverse', 'abc', 'cba@0'],
  ['unique', 'a b a', 'a@0 b@1'],
  [{ type: 'ngram', min_gram: '2', max_gram: '3' }, 'abc', 'ab@0 abc@0 bc@0'],
  [{ type: 'edge_ngram', min_gram: '1', max_gram: '2' }, 'abc de', 'a@0 ab@0 d@1 de@1'],
  [{ type: 'edge_ngram', min_gram: '1', max_gram: '2', side: 'back' }, 'abc', 'c@0 bc@0'],
  ['shingle', 'a b c', 'a@0 a b@0*2 b@1 b c@1*2 c@2'],
  [['stop', { type: 'shingle', output_unigrams: 'false' }], 'fox and dog', 'fox _@0 _ dog@1'],
  ['word_delimiter', 'Wi-Fi PowerShot500', 'Wi@0 Fi@1 Power@2 Shot@3 500@4'],
  [{ type: 'word_delimiter', catenate_all: 'true' }, 'wi-fi x', 'wi@0 fi@1 wifi@1 x@2'],
  [
    { type: 'word_delimiter_graph', catenate_all: 'true', preserve_original: 'true' },
    'wi-fi x',
    'wi-fi@0*2 wifi@0*2 wi@0 fi@1 x@2',
  ],
  ['word_delimiter_graph', "Neil's XMLHttp", 'Neil@0 XMLHttp@1'],
  [{ type: 'synonym', synonyms: ['car, auto'] }, 'a car b', 'a@0 car@1 auto@1 b@2'],
  [
    { type: 'synonym', synonyms: ['wtf,what the fudge'] },
    'say what the fudge dude',
    'say@0 what@1 wtf@1*3 the@2 fudge@3 dude@4',
  ],
  [{ type: 'synonym', synonyms: ['foo bar => baz'] }, 'foo bar x', 'baz@0 x@1'],
  [
    { type: 'synonym_graph', synonyms: ['guinea pig,cavy'] },
    'my guinea pig snores',
    'my@0 cavy@1*2 guinea@1 pig@2 snores@3',
  ],
  [
    [
      { type: 'synonym_graph', synonyms: ['automatic teller machine,atm,cash point'] },
      'flatten_graph',
    ],
    'this automatic teller machine is down',
    'this@0 atm@1*3 cash@1 automatic@1 point@2*2 teller@2 machine@3 is@4 down@5',
  ],
  [{ type: 'pattern_replace', pattern: '(\\d)-', replacement: '$1_' }, '1-2-x', '1_2_x@0'],
  [
    { type: 'pattern_capture', patterns: ['([^@]+)'], preserve_original: 'false' },
    'foo@bar.baz',
    'foo@0 bar.baz@0',
  ],
  [{ type: 'elision', articles: ['l'] }, "l'avion", 'avion@0'],
  ['apostrophe', "foo's", 'foo@0'],
  ['decimal_digit', '١٢٣٤', '1234@0'],
  ['cjk_width', 'ｶﾀｶﾅ ＡＢ', 'カタカナ@0 AB@1'],
  ['fingerprint', 'b a b', 'a b@0'],
  [{ type: 'keep', keep_words: ['a'] }, 'a b', 'a@0'],
  ['remove_duplicates', 'a a', 'a@0 a@1'],
  [{ type: 'common_grams', common_words: ['a'] }, 'a b c', 'a@0 a_b@0*2 b@1 c@2'],
  [
    {
      type: 'multiplexer',
      filters: ['lowercase, truncate', 'uppercase'],
      preserve_original: 'false',
    },
    'Foo',
    'foo@0 FOO@0',
  ],
  [
    { type: 'dictionary_decompounder', word_list: ['foo', 'bar'] },
    'foobar',
    'foobar@0 foo@0 bar@0',
  ],
  ['delimited_payload', 'foo|5', 'foo@0'],
  ['german_normalization', 'weißbier', 'weissbier@0'],
  ['hindi_normalization', 'अँगरेज़ी', 'अंगरेजि@0'],
  ['hindi_normalization', 'हिन्दी', 'हिंदि@0'],
  ['serbian_normalization', 'љубичаст', 'ljubicast@0'],
  ['serbian_normalization', 'đače', 'djace@0'],
  ['sorani_normalization', 'ي', 'ی@0'],
  ['sorani_normalization', 'رۆژه', 'ڕۆژە@0'],
])('%j makes of [%s] %s', (filter, text, expected) => {
  expect(shown(filter, text)).toBe(expected);
});

test('pairs of characters of Chinese, Japanese and Korean, and other words whole', () => {
  const chain = { tokenizer: 'standard', charFilters: [], filters: ['cjk_bigram'] };
  const found = BUILT_IN.requestChain(chain, false).analyze('学生が x 試 한국어');
  expect(found.map(({ term, position }) => `${term}@${position}`)).toEqual([
    ...['学生@0', '生が@1', 'x@2', '試@3', '한국@4', '국어@5'],
  ]);
});

test('places of parts are places in the text, and of the whole word where they cannot be told', () => {
  const offsets = (filters: readonly NameOrDefinition[]) =>
    analyzed(filters, 'the qu1ck').map(({ start, end }) => [start, end]);
  expect(offsets(['word_delimiter_graph'])).toEqual([
    [0, 3],
    [4, 6],
    [6, 7],
    [7, 9],
  ]);
  expect(offsets([{ type: 'word_delimiter_graph', adjust_offsets: 'false' }])).toEqual([
    ...[
      [0, 3],
      [4, 9],
      [4, 9],
      [4, 9],
    ],
  ]);
});

test.each<readonly [NameOrDefinition, string]>([
  [{ type: 'elision' }, 'elision filter requires [articles] or [articles_path] setting'],
  [{ type: 'stop', stopwords: '_klingon_' }, 'stop words [_klingon_] are not known'],
  [{ type: 'stemmer', language: 'klingon' }, 'Invalid stemmer class specified: klingon'],
  [{ type: 'synonym' }, 'synonym requires either `synonyms`'],
  [{ type: 'synonym', synonyms: ['a => b => c'] }, 'more than one explicit mapping'],
  [{ type: 'shingle', max_shingle_size: '9' }, 'must be less than or equal to: [3] but was [8]'],
  [{ type: 'pattern_replace', pattern: '(a)\\1' }, 'failed to compile pattern'],
  ['delimited_payload_filter', 'use [delimited_payload] instead'],
  ['nothing', 'failed to find global filter under [nothing]'],
  [{ no: 'type' }, 'Missing [type] setting for anonymous filter'],
])('the filter %j is refused', (filter, reason) => {
  expect(() => analyzed(filter, 'x')).toThrow(reason);
});

test('rules of synonyms are read by what comes before them in the chain', () => {
  const analysis = readAnalysis({
    'index.analysis.tokenizer.trigram.type': 'ngram',
    'index.analysis.tokenizer.trigram.min_gram': '3',
    'index.analysis.tokenizer.trigram.max_gram': '3',
    'index.analysis.filter.syn.type': 'synonym',
    'index.analysis.filter.syn.synonyms': ['foobar => fred'],
  });
  const chain = { tokenizer: 'trigram', charFilters: [], filters: ['syn'] };
  const found = analysis.requestChain(chain, true).analyze('foobar');
  expect(found.map(({ term }) => term)).toEqual(['fre', 'red']);
});

test.each([
  ['cjk_bigram', '컨테이너'.repeat(100_000)],
  ['word_delimiter', 'a-'.repeat(200_000)],
])('the filter %s takes a word of which it makes hundreds of thousands', (filter, text) => {
  const tokenizer = filter === 'cjk_bigram' ? 'standard' : 'keyword';
  const chain = { tokenizer, charFilters: [], filters: [filter] };
  expect(BUILT_IN.requestChain(chain, false).analyze(text).length).toBeGreaterThan(150_000);
});

const built = (name: string, text: string) =>
  BUILT_IN.analyzer(name)
    ?.analyze(text)
    .map(({ term }) => term)
    .join(' ');

test.each([
  ['armenian', 'և արծիվներ', 'արծ'],
  ['brazilian', 'os meninos', 'menin'],
  ['bulgarian', 'градовете', 'град'],
  ['greek', 'Και ΣΚΎΛΟΙ', 'σκυλ'],
  ['hindi', 'पर लडकियों १२', 'लडक 12'],
  ['indonesian', 'adalah membangunkan', 'bangun'],
  ['irish', 'an nAthair', 'athair'],
  ['lithuanian', 'šalia vaikams', 'vaik'],
  ['serbian', 'kućama', 'kuc'],
  ['turkish', "KIZ'ın", 'kız'],
])('the analyzer [%s] makes of [%s] its stems', (name, text, expected) => {
  expect(built(name, text)).toBe(expected);
});

test('Czech words lose the endings of their cases', () => {
  expect(shown('czech_stem', 'pánové hradech Pavlovi praha ruce bratrův')).toBe(
    'pán@0 hrad@1 Pavl@2 prah@3 ruk@4 bratr@5',
  );
});

test('a filter for those words only that a script picks', () => {
  const filter = {
    type: 'condition',
    filter: ['uppercase', 'reverse'],
    'script.source': 'token.getTerm().length() < 4 && token.position > 0',
  };
  expect(shown(filter, 'abc abc abcd')).toBe('abc@0 CBA@1 abcd@2');
});

test('only the words that a script picks', () => {
  const filter = {
    type: 'predicate_token_filter',
    'script.source': "token.type == 'word' && token.term.length() > 3",
  };
  expect(shown(filter, 'one three two seven')).toBe('three@1 seven@3');
});

test('texts that share words share hashes', () => {
  const hashes = (text: string, more: object = {}) =>
    analyzed({ type: 'min_hash', bucket_count: '64', ...more }, text).map(({ term }) => term);
  const text = 'a ship came into the harbour at noon';
  const same = (other: string) =>
    hashes(other).filter((term, i) => hashes(text)[i] === term).length;
  expect(hashes(text)).toHaveLength(64);
  expect(same('at noon the ship came into a harbour')).toBe(64);
  expect(same('a ship came into the harbour at night')).toBeGreaterThan(32);
  expect(same('nobody knows what else there might be')).toBe(0);
  expect(hashes(text, { with_rotation: 'false' }).length).toBeLessThanOrEqual(8);
  expect(hashes(text, { hash_count: '3', bucket_count: '1' })).toHaveLength(3);
  expect(hashes('')).toEqual([]);
});

test('the hash is that of the public vectors of MurmurHash3', () => {
  expect(murmurHash(Buffer.from(''))).toEqual({ first: 0n, second: 0n });
  expect(murmurHash(Buffer.from('hello'))).toEqual({
    first: 0xcbd8a7b341bd9b02n,
    second: 0x5b1e906a48ae1d19n,
  });
});

test.each([
  [
    { type: 'hunspell', locale: 'en_US' },
    'the filter [hunspell] is not supported: dictionaries are not read from files',
  ],
  [{ type: 'condition', filter: ['lowercase'] }, 'condition requires a [script]'],
  [{ type: 'min_hash', hash_count: '0' }, '[hash_count] must be greater than zero'],
  [{ type: 'min_hash', hash_count: '9999999' }, 'makes more than [1000000] tokens of one text'],
])('%j is refused: %s', (filter, reason) => {
  expect(() => shown(filter as NameOrDefinition, 'x')).toThrow(reason);
});

test('an analyzer that is not here is refused with what to do instead', () => {
  expect(() => BUILT_IN.analyzer('czech')).toThrow('in front of one of type [czech_stem]');
  expect(BUILT_IN.analyzer('klingon')).toBeUndefined();
});
