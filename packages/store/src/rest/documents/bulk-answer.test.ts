import { expect, test } from 'vitest';
import type { WriteResult } from '../../write/operation.ts';
import { BulkItemWriter } from './bulk-answer.ts';

const ENTRY = { name: 'logs-1', replicas: 1 };
const written = (id: string, seqNo: number, rest: Partial<WriteResult> = {}): WriteResult => ({
  id,
  result: 'created',
  version: 1,
  seqNo,
  primaryTerm: 1,
  ...rest,
});

test('items of the same kind differ in id, version and sequence number', () => {
  const writer = new BulkItemWriter(undefined, false);
  const texts = [
    writer.writeResult('index', ENTRY, written('a "b" \u0001', 7)),
    writer.writeResult('index', ENTRY, written('c', 8, { version: 3 })),
    writer.writeResult('index', ENTRY, written('c', 9, { version: 4, result: 'updated' })),
    writer.writeResult('delete', ENTRY, written('c', 10, { version: 5, result: 'deleted' })),
    writer.writeResult('index', { name: 'other', replicas: 0 }, written('d', 11)),
  ];

  const item = { _index: 'logs-1', _shards: { total: 2, successful: 1, failed: 0 } };
  const rest = { ...item, _primary_term: 1 };
  expect(texts.map((text) => JSON.parse(text ?? ''))).toEqual([
    {
      index: {
        ...rest,
        ...{ _id: 'a "b" \u0001', _version: 1, result: 'created', _seq_no: 7, status: 201 },
      },
    },
    { index: { ...rest, _id: 'c', _version: 3, result: 'created', _seq_no: 8, status: 201 } },
    { index: { ...rest, _id: 'c', _version: 4, result: 'updated', _seq_no: 9, status: 200 } },
    { delete: { ...rest, _id: 'c', _version: 5, result: 'deleted', _seq_no: 10, status: 200 } },
    {
      index: {
        ...{ ...rest, _index: 'other', _shards: { total: 1, successful: 1, failed: 0 } },
        ...{ _id: 'd', _version: 1, result: 'created', _seq_no: 11, status: 201 },
      },
    },
  ]);
});

test('a filter keeps the members that it names, and drops items of which nothing is left', () => {
  const some = new BulkItemWriter('errors,items.*.error,items.*.status,items.*._id', false);
  const errors = new BulkItemWriter('errors,items.*.error', false);
  const without = new BulkItemWriter('-items.create._shards,-items.*._primary_term', true);
  const result = written('x', 1);

  expect(some.writeResult('create', ENTRY, result)).toBe('{"create":{"_id":"x","status":201}}');
  expect(errors.writeResult('create', ENTRY, result)).toBeUndefined();
  expect(errors.write('create', { _id: 'x', error: { type: 'a' } })).toBe(
    '{"create":{"error":{"type":"a"}}}',
  );
  expect(JSON.parse(without.writeResult('create', ENTRY, result) ?? '')).toEqual({
    create: {
      ...{ _index: 'logs-1', _id: 'x', _version: 1, result: 'created', forced_refresh: true },
      ...{ _seq_no: 1, status: 201 },
    },
  });
});

test('what is beside the items is filtered too', () => {
  const head = { took: 1, errors: false };

  expect(new BulkItemWriter('errors', false).filterHead(head)).toEqual({ errors: false });
  expect(new BulkItemWriter('items', false).filterHead(head)).toEqual({});
  expect(new BulkItemWriter(undefined, false).filterHead(head)).toEqual(head);
});
