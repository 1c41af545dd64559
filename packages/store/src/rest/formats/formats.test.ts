import { decode, encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExact, stringifyExact } from '../../index/exact-json.ts';
import { answerFormat, bodyFormat, encodeAs, jsonOf } from './formats.ts';

const yaml = (text: string) => jsonOf(Buffer.from(text), 'yaml').toString();
const cbor = (hex: string) =>
  jsonOf(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 'cbor').toString();

describe('which format', () => {
  test.each([
    [undefined, undefined, undefined],
    ['yaml', 'application/json', 'yaml'],
    ['JSON', undefined, 'json'],
    [undefined, 'application/json', undefined],
    [undefined, 'application/vnd.elasticsearch+json;compatible-with=8', undefined],
    ['text', undefined, 'text'],
    [undefined, '*/*', undefined],
    [undefined, 'text/html,application/xhtml+xml,*/*;q=0.8', undefined],
    [undefined, 'application/vnd.elasticsearch+json; compatible-with=9,text/plain', undefined],
    [undefined, 'application/yaml', 'yaml'],
    [undefined, 'application/cbor;q=1', 'cbor'],
    [undefined, 'Application/Vnd.Elasticsearch+CBOR;compatible-with=8', 'cbor'],
    [undefined, 'text/plain', 'text'],
  ])('format=%s with Accept %s is %s', (format, accept, expected) => {
    expect(answerFormat(format, accept)).toBe(expected);
  });

  test('what cannot be written is refused, and named', () => {
    expect(() => answerFormat('smile', undefined)).toThrow(
      'format [smile] is not supported; use one of [json, yaml, cbor, text]',
    );
    expect(() => answerFormat(undefined, 'application/smile')).toThrow(
      'Accept header [application/smile] is not supported',
    );
  });

  test.each([
    [undefined, 'json'],
    ['application/vnd.elasticsearch+x-ndjson; compatible-with=9', 'json'],
    ['application/x-www-form-urlencoded', 'json'],
    ['application/vnd.elasticsearch+yaml;compatible-with=8', 'yaml'],
    ['application/cbor', 'cbor'],
  ])('a body of type %s is %s', (type, expected) => {
    expect(bodyFormat(type)).toBe(expected);
  });

  test.each(['application/smile', 'text/plain', 'text/html', 'application/jsonx'])(
    'a body of type %s is refused',
    (type) => {
      expect(() => bodyFormat(type)).toThrow(`Content-Type header [${type}] is not supported`);
    },
  );
});

describe('YAML', () => {
  test('reads what people write, numbers as they are spelled', () => {
    const text = `
# a search
query: {term: {user.id: kim}}
list:
- 1
- 1.0
- 2.50
- 12345678901234567890
- 0x1F
- .5
- yes
- ~
day: 2024-05-01
1: one
`;
    expect(yaml(text)).toBe(
      '{"query":{"term":{"user.id":"kim"}},"list":[1,1.0,2.50,12345678901234567890,31,0.5,"yes",null],"day":"2024-05-01","1":"one"}',
    );
  });

  test.each([
    ['a: [', 'Flow sequence'],
    ['a: 1\na: 2', 'Map keys must be unique'],
    ['a: .inf', 'the number [Infinity], which JSON has not'],
    ['? [a]\n: 1', 'a key that is not a text'],
    ['--- 1\n--- 2', 'multiple documents'],
    [`a: ${'['.repeat(101)}${']'.repeat(101)}`, 'nested too deep'],
    ['{a: '.repeat(8_000), 'nested too deep'],
    ['- '.repeat(16_000), 'nested too deep'],
    ['? '.repeat(16_000), 'nested too deep'],
    [`[constructor, ${'['.repeat(200)}`, 'nested too deep'],
    ['a: '.repeat(10_000), 'nested too deep'],
    [`a: ${'['.repeat(100_000)}`, 'may have 32768 bytes'],
  ])('refuses %j', (text, reason) => {
    expect(() => yaml(text)).toThrow(reason);
  });

  test('many members in one line are not deep', () => {
    const members = Array.from({ length: 300 }, (_, i) => `"k${i}": ${i}`).join(', ');
    expect(yaml(`a: {${members}}`)).toContain('"k299":299');
  });

  test('a few lines that stand for millions are refused', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    expect(() => yaml(`a0: &a0 [x]\n${lines.join('\n')}`)).toThrow('Excessive alias count');
  });

  test('is written as Elasticsearch does', () => {
    const json =
      '{"took":1,"@timestamp":"a\\"b","hits":[{"_id":"1","n":[[1.0,2],[]]},{}],"no":null,"o":{"x":{}}}';
    expect(encodeAs('yaml', json).toString()).toBe(`---
took: 1
"@timestamp": "a\\"b"
hits:
- _id: "1"
  "n":
  - - 1.0
    - 2
  - []
- {}
"no": null
o:
  x: {}
`);
  });
});

describe('CBOR', () => {
  test.each([
    ['the object {"a": 1}', 'a1 61 61 01', '{"a":1}'],
    ['the same of no known length', 'bf 61 61 01 ff', '{"a":1}'],
    ['the same that says what it is', 'd9d9f7 a1 61 61 01', '{"a":1}'],
    ['a whole number as float', '81 f9 3c00', '[1.0]'],
    ['2^64', '81 c2 49 010000000000000000', '[18446744073709551616]'],
    ['bytes, as base64', '81 43 010203', '["AQID"]'],
    ['a member __proto__', 'a1 69 5f5f70726f746f5f5f 01', '{"__proto__":1}'],
  ])('reads %s', (_name, hex, expected) => {
    expect(cbor(hex)).toBe(expected);
  });

  test.each([
    ['a piece', 'a1 61'],
    ['two items', '01 02'],
    ['a number that JSON has not', '81 f9 7c00'],
    ['a tag that is not known', '81 c1 01'],
    ['a length that is not there', '9b 00000000ffffffff'],
    ['endless nesting', '81'.repeat(200_000)],
    ['many small items', `9f${'a0'.repeat(300_000)}ff`],
    ['a number of a million bytes', `c25a000f4240${'ff'.repeat(1_000_000)}`],
  ])('refuses %s', (_name, hex) => {
    expect(() => cbor(hex)).toThrow('[1:1]');
  });

  test('members keep their order', () => {
    expect([...decode(encodeAs('cbor', '{"took":1,"a":2}'), { useMaps: true }).keys()]).toEqual([
      'took',
      'a',
    ]);
  });

  test('a body that is too large is refused with what to do', () => {
    const bytes = Buffer.from(encode('x'.repeat(5_000_000)));
    expect(() => jsonOf(bytes, 'cbor')).toThrow('send it as JSON');
  });
});

test.each(['yaml', 'cbor'] as const)('%s that was written is read as the same JSON', (format) => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const json = stringifyExact(parseExact(JSON.stringify(value)));
      const back = jsonOf(encodeAs(format, json), format).toString();
      expect(JSON.parse(back)).toEqual(JSON.parse(json));
    }),
  );
});
