import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

/** A sentence, what is looked for, and whether it is there. */
const KOREAN: readonly (readonly [string, string, boolean])[] = [
  ['컨테이너 모니터링을 시작했습니다', '모니터링', true],
  ['컨테이너 모니터링을 시작했습니다', '컨테이너', true],
  ['컨테이너 모니터링을 시작했습니다', '시작', true],
  ['컨테이너가 중지되었습니다', '컨테이너를', true],
  ['컨테이너가 중지되었습니다', '중지', true],
  ['서버모니터링 도구', '모니터링', true],
  ['클러스터모니터링시스템을 점검', '모니터링', true],
  ['클러스터모니터링시스템을 점검', '시스템', true],
  ['메모리가 부족합니다', '메모리', true],
  ['메모리가 부족합니다', '부족', true],
  ['디스크의 용량이 부족하다', '용량', true],
  ['디스크의 용량이 부족하다', '디스크는', true],
  ['데이터베이스에서 연결이 끊겼다', '데이터베이스', true],
  ['데이터베이스에서 연결이 끊겼다', '연결은', true],
  ['네트워크로부터 응답이 없음', '네트워크', true],
  ['네트워크로부터 응답이 없음', '응답', true],
  ['요청을 재시도합니다', '재시도', true],
  ['이미지들을 내려받는 중입니다', '이미지', true],
  ['노드에는 여유가 없다', '노드', true],
  ['배포까지 5분', '배포', true],
  ['물을 마신다', '물', true],
  ['Docker를 재시작', 'docker', true],
  ['컨테이너 모니터링을 시작했습니다', '모니카', false],
  ['컨테이너 모니터링을 시작했습니다', '클러스터', false],
  ['메모리가 부족합니다', '메시지', false],
  ['디스크의 용량이 부족하다', '용기', false],
  ['네트워크로부터 응답이 없음', '응용', false],
  ['배포까지 5분', '배정', false],
  ['노드에는 여유가 없다', '여행', false],
  ['선물을 샀다', '물', false],
];

let opened: TestEngine;
let find: (query: Json) => Promise<readonly string[]>;
let korean: (query: Json) => Promise<readonly string[]>;

const SETTINGS = {
  'index.analysis.analyzer.path.tokenizer': 'path_hierarchy',
  'index.analysis.analyzer.syn.tokenizer': 'standard',
  'index.analysis.analyzer.syn.filter': ['lowercase', 'syn'],
  'index.analysis.filter.syn.type': 'synonym_graph',
  'index.analysis.filter.syn.synonyms': ['automatic teller machine, atm'],
  'index.analysis.normalizer.folded.filter': ['lowercase', 'asciifolding'],
  'index.analysis.normalizer.folded.char_filter': ['amp'],
  'index.analysis.char_filter.amp.type': 'mapping',
  'index.analysis.char_filter.amp.mappings': ['& => and'],
};

beforeAll(async () => {
  opened = await openTestEngine();
  const text = (analyzer: string, more: object = {}) => ({ type: 'text', analyzer, ...more });
  const index = await openTestIndex(opened, 'analyzed', {
    settings: SETTINGS,
    properties: {
      plain: { type: 'text' },
      english: text('english'),
      path: text('path', { search_analyzer: 'keyword' }),
      blanks: text('whitespace'),
      place: text('standard', { search_analyzer: 'syn' }),
      name: { type: 'keyword', normalizer: 'folded' },
    },
    documents: [
      { plain: 'foo_bar.baz at 192.168.0.1 “café”', english: 'The foxes are running' },
      { plain: 'foo bar baz 192 168 0 1', path: '/var/log/nginx', blanks: 'A-1 b' },
      { place: 'an automatic teller machine', name: 'Café & Bar', english: ['quick fox', 'dogs'] },
      { place: 'atm near', plain: '数据库错误' },
      { place: 'automatic machine', plain: 'key:value CAFÉ' },
    ],
  });
  const sentences = await openTestIndex(opened, 'korean', {
    properties: { plain: { type: 'text' }, nori: text('nori') },
    documents: KOREAN.map(([sentence]) => ({ plain: sentence, nori: sentence })),
  });
  const { ids } = openTestSearch(opened);
  find = (query) => ids(index, query);
  korean = (query) => ids(sentences, query);
});
afterAll(() => opened.close());

const match = (field: string, query: string, more: object = {}): Json => ({
  match: { [field]: { query, ...more } },
});
const phrase = (field: string, query: string): Json => ({ match_phrase: { [field]: query } });

describe('a text field with the standard analyzer', () => {
  test.each<readonly [string, Json, readonly string[]]>([
    ['_ and . join words', match('plain', 'foo_bar.baz'), ['1']],
    ['an address is one word', match('plain', '192.168.0.1'), ['1']],
    [
      'a part of such a word is found too, which is more than asked',
      match('plain', 'baz'),
      ['1', '2'],
    ],
    ['- splits', match('plain', 'foo-zzz'), ['1', '2']],
    ['all words', match('plain', 'foo 168', { operator: 'and' }), ['1', '2']],
    ['words in a row', phrase('plain', 'bar baz 192'), ['2']],
    ['letters beyond ASCII in any case, beside signs', match('plain', 'café'), ['1', '5']],
    ['Han by character', match('plain', '错误', { operator: 'and' }), ['4']],
    ['Han in a row', phrase('plain', '据库'), ['4']],
    ['Han in another order', phrase('plain', '库据'), []],
    ['a term with upper case', { term: { plain: 'FOO' } }, []],
    ['a term of several words', { term: { plain: 'foo bar' } }, []],
    ['a term with a colon', { term: { plain: 'key:value' } }, ['5']],
    ['another analyzer for the query', match('plain', 'FOO', { analyzer: 'whitespace' }), []],
  ])('%s', async (_name, query, expected) => {
    expect(await find(query)).toEqual(expected);
  });
});

describe('a text field with another analyzer', () => {
  test.each<readonly [string, Json, readonly string[]]>([
    ['words by their stem', match('english', 'fox run', { operator: 'and' }), ['1']],
    ['stop words are nowhere', match('english', 'the'), []],
    [
      'no words, all documents',
      match('english', 'the', { zero_terms_query: 'all' }),
      ['1', '2', '3', '4', '5'],
    ],
    ['words in a row, with a gap for those left out', phrase('english', 'fox are run'), ['1']],
    ['words that are not in a row', phrase('english', 'run fox'), []],
    ['no phrase across values', phrase('english', 'fox dog'), []],
    ['a path by a folder above it', match('path', '/var/log'), ['2']],
    ['a path by what is no folder above it', match('path', '/log'), []],
    ['words as they are spelled', match('blanks', 'A-1'), ['2']],
    ['words in another case', match('blanks', 'a-1'), []],
    ['a prefix of a word', { prefix: { english: 'fo' } }, ['1', '3']],
    ['a pattern', { wildcard: { blanks: 'A?1' } }, ['2']],
    ['a regular expression', { regexp: { blanks: 'A.[0-9]' } }, ['2']],
    ['exactly a stem', { term: { english: 'run' } }, ['1']],
    ['any of some stems', { terms: { english: ['run', 'dog'] } }, ['1', '3']],
    ['that it is there', { exists: { field: 'blanks' } }, ['2']],
    ['query texts', { query_string: { query: 'english:(foxes AND dogs)' } }, ['3']],
    ['synonyms of several words', match('place', 'atm', { operator: 'and' }), ['3', '4']],
    ['several words by their synonym', phrase('place', 'automatic teller machine'), ['3', '4']],
  ])('%s', async (_name, query, expected) => {
    expect(await find(query)).toEqual(expected);
  });

  test('an analyzer that is not there is refused', async () => {
    await expect(find(match('plain', 'x', { analyzer: 'nothing' }))).rejects.toMatchObject({
      details: { root_cause: [{ reason: '[match] analyzer [nothing] not found' }] },
    });
  });
});

describe('a keyword field with a normalizer', () => {
  test.each<readonly [string, Json, readonly string[]]>([
    ['a term', { term: { name: 'CAFE & bar' } }, ['3']],
    ['terms', { terms: { name: ['x', 'café and bar'] } }, ['3']],
    ['a match', match('name', 'Café & Bar'), ['3']],
    ['a prefix', { prefix: { name: 'CAFÉ' } }, ['3']],
    ['a pattern', { wildcard: { name: 'CAF* B?R' } }, ['3']],
    ['a range', { range: { name: { gte: 'CAFÉ', lt: 'CAFF' } } }, ['3']],
  ])('%s', async (_name, query, expected) => {
    expect(await find(query)).toEqual(expected);
  });
});

/** What only the Korean analyzer finds: a word inside a compound, and one of another script with a particle. */
const ONLY_NORI: ReadonlySet<string> = new Set(['6', '7', '8', '22']);

describe.each(['plain', 'nori'])('Korean in a field [%s]', (field) => {
  test.each(KOREAN.map((one, i) => [...one, String(i + 1)] as const))(
    '[%s] has [%s]: %s',
    async (_sentence, query, isThere, id) => {
      const found = await korean(match(field, query));
      const isFound = isThere && (field === 'nori' || !ONLY_NORI.has(id));
      expect(found.includes(id)).toBe(isFound);
    },
  );

  test('words in a row, whatever particles they have', async () => {
    expect(await korean(phrase(field, '컨테이너 모니터링'))).toContain('1');
    expect(await korean(phrase(field, '모니터링 컨테이너'))).not.toContain('1');
  });
});
