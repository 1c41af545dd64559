import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, refusal, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

const one = async (a: Json): Promise<unknown> => (await opened.run({ a })).a;
const refused = (a: Json): Promise<string> => refusal(opened.run({ a }));

describe('multi terms', () => {
  test('are combinations of values, the most frequent first', async () => {
    const terms = [{ field: 'host' }, { field: 'tags' }];
    expect(await one({ multi_terms: { terms } })).toEqual({
      doc_count_error_upper_bound: 0,
      sum_other_doc_count: 0,
      buckets: [
        { key: ['a', 'x'], key_as_string: 'a|x', doc_count: 2 },
        { key: ['a', 'y'], key_as_string: 'a|y', doc_count: 1 },
        { key: ['b', 'x'], key_as_string: 'b|x', doc_count: 1 },
        { key: ['b', 'z'], key_as_string: 'b|z', doc_count: 1 },
      ],
    });
  });

  test('count what is not shown, and stand in for what is missing', async () => {
    const terms = [
      { field: 'ok', missing: false },
      { field: 'tags', missing: 'none' },
    ];
    const aggs = { t: { sum: { field: 'took' } } };
    // true: x, y, z, x; false: x, none, none.
    expect(await one({ multi_terms: { terms, size: 2 }, aggs })).toMatchObject({
      sum_other_doc_count: 3,
      buckets: [
        { key: ['false', 'none'], key_as_string: 'false|none', doc_count: 2, t: { value: 80 } },
        { key: ['true', 'x'], doc_count: 2, t: { value: 50 } },
      ],
    });
    const order = { t: 'desc' };
    expect(await one({ multi_terms: { terms, size: 1, order }, aggs })).toMatchObject({
      buckets: [{ key: ['false', 'none'], t: { value: 80 } }],
    });
    expect(await refused({ multi_terms: { terms: [{ field: 'ok' }] } })).toContain('at least 2');
  });
});

describe('addresses', () => {
  test('are in ranges and blocks, which may overlap', async () => {
    const ranges = [{ mask: '10.0.0.0/31' }, { to: '10.0.0.2' }, { key: 'k', from: '10.0.0.2' }];
    expect(await one({ ip_range: { field: 'ip', ranges } })).toEqual({
      buckets: [
        { key: '*-10.0.0.2', to: '10.0.0.2', doc_count: 2 },
        { key: '10.0.0.0/31', from: '10.0.0.0', to: '10.0.0.2', doc_count: 1 },
        { key: 'k', from: '10.0.0.2', doc_count: 1 },
      ],
    });
    const keyed = { field: 'ip', ranges: [{ mask: '::/24' }], keyed: true, missing: '::5' };
    expect(await one({ ip_range: keyed })).toEqual({
      buckets: { '::/24': { to: '0:100::', doc_count: 5 } },
    });
    expect(await refused({ ip_range: { field: 'ip', ranges: [{ mask: '10.0.0.1' }] } })).toContain(
      'must be a block',
    );
    expect(await refused({ ip_range: { field: 'took', ranges: [{}] } })).toContain('type [long]');
  });

  test('are in networks of one length', async () => {
    const aggs = { t: { terms: { field: 'host' } } };
    expect(await one({ ip_prefix: { field: 'ip', prefix_length: 24 }, aggs })).toMatchObject({
      buckets: [
        {
          ...{ key: '10.0.0.0', is_ipv6: false, prefix_length: 24, netmask: '255.255.255.0' },
          ...{ doc_count: 2, t: { buckets: [{ key: 'a', doc_count: 2 }] } },
        },
      ],
    });
    const v6 = { prefix_length: 64, is_ipv6: true, append_prefix_length: true, keyed: true };
    expect(await one({ ip_prefix: { field: 'ip', ...v6 } })).toEqual({
      buckets: { '::/64': { is_ipv6: true, prefix_length: 64, doc_count: 1 } },
    });
    expect(await refused({ ip_prefix: { field: 'ip', prefix_length: 33 } })).toContain('[0, 32]');
  });
});

test('each value is in one of the parts that terms are divided into', async () => {
  const part = async (partition: number) => {
    const include = { partition, num_partitions: 2 };
    const found = await one({ terms: { field: 'host', include } });
    return (found as { buckets: { key: string }[] }).buckets.map(({ key }) => key);
  };
  expect([...(await part(0)), ...(await part(1))].sort()).toEqual(['a', 'b', 'c']);
  const include = { partition: 2, num_partitions: 2 };
  expect(await refused({ terms: { field: 'host', include } })).toContain('Partition must be');
});

test('keys have texts by the pattern of the request', async () => {
  expect(await one({ terms: { field: 'took', size: 1, format: '##0.0' } })).toMatchObject({
    buckets: [{ key: 10, key_as_string: '10.0' }],
  });
});
