import { expect, test } from 'vitest';
import { checkAllowed, readRemote } from './remote-body.ts';

const read = (remote: Parameters<typeof readRemote>[0]) =>
  readRemote(remote, ['10.0.0.*:9200', 'far:9200']);

test('a host is allowed by its name and port, with wildcards', () => {
  expect(read({ host: 'https://10.0.0.7:9200/es/' })).toMatchObject({
    scheme: 'https',
    host: '10.0.0.7',
    port: 9200,
    prefix: '/es',
  });
  expect(() => read({ host: 'http://far:9201' })).toThrow('[far:9201] not whitelisted');
});

test.each([
  'far:9200',
  'http://far',
  'http://x@far:9200',
  'http://far:9200/a?b',
  'http://far:99999',
])('an address is scheme, host, port and path, and nothing else: %s', (host) => {
  expect(() => read({ host })).toThrow('[host] must be of the form');
});

test('timeouts are durations, and other members are refused', () => {
  const host = 'http://far:9200';
  expect(read({ host, socket_timeout: '1m', connect_timeout: '10s' })).toMatchObject({
    socketTimeoutMs: 60_000,
    connectTimeoutMs: 10_000,
  });
  expect(() => read({ host, socket_timeout: 'soon' })).toThrow('For input string: "soon"');
  expect(() => read({ host, junk: 1 })).toThrow('Unsupported fields in [remote]: [junk]');
});

test('a name and a password become a header', () => {
  const { headers } = read({ host: 'http://far:9200', username: 'mate', password: 'x' });
  expect(headers).toEqual({ authorization: 'Basic bWF0ZTp4' });
});

test('a list that allows every address is refused', () => {
  expect(() => checkAllowed(['far:9200', '*'])).toThrow(
    '[*] would let _reindex call every address',
  );
  expect(checkAllowed(['far:*'])).toEqual(['far:*']);
});
