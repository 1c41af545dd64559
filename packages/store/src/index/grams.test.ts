import { expect, test } from 'vitest';
import { MAPPING_DEFAULTS } from './index-mapping.ts';
import { parseMapping } from './parse-mapping.ts';

const mapping = (definition: object, fieldsMax = 1000) =>
  parseMapping(
    { properties: { title: { type: 'search_as_you_type', ...definition } } },
    { ...MAPPING_DEFAULTS, fieldsMax },
  );

test('a field brings along a sub-field for each number of words, and one for beginnings', () => {
  const { fields, json, columns, fieldCount } = mapping({ max_shingle_size: 4 });
  expect([...fields.keys()]).toEqual([
    ...['title', 'title._2gram', 'title._3gram', 'title._4gram', 'title._index_prefix'],
  ]);
  expect(fieldCount).toBe(5);
  expect(columns.filter(({ name }) => name.includes('title'))).toHaveLength(1);
  expect(json).toEqual({
    properties: { title: { type: 'search_as_you_type', max_shingle_size: 4 } },
  });
});

test('they count as fields', () => {
  expect(() => mapping({}, 3)).toThrow('Limit of total fields [3] has been exceeded');
});

test('the analyzer of a sub-field makes rows of words', () => {
  const terms = (path: string) =>
    mapping({ analyzer: 'stop' })
      .fields.get(path)
      ?.analysis?.index.analyze('over the hill and far')
      .map(({ term, start, end }) => [term, start, end]);
  expect(terms('title._2gram')).toEqual([
    ['over ', 0, 4],
    ['hill ', 9, 13],
  ]);
  expect(terms('title._3gram')).toEqual([
    ['over  hill', 0, 13],
    ['hill  far', 9, 21],
  ]);
});
