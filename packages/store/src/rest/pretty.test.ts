import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prettyJson } from './pretty.ts';

test('indents by two, with a blank before each colon, and keeps the spelling of values', () => {
  expect(prettyJson('{"a":1.0,"b":[1,"x,:{}"],"c":{},"d":[ ]}')).toBe(
    '{\n  "a" : 1.0,\n  "b" : [\n    1,\n    "x,:{}"\n  ],\n  "c" : { },\n  "d" : [ ]\n}\n',
  );
});

test('says the same as the compact text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const text = JSON.stringify(json);
      expect(JSON.parse(prettyJson(text))).toEqual(JSON.parse(text));
    }),
  );
});
