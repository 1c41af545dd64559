import { expect, test } from 'vitest';
import { listenError } from './listen.ts';

const address = { setting: 'server', host: '127.0.0.1', port: 5601 } as const;
const failure = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ['EADDRINUSE', 'port 5601 on 127.0.0.1 [server.port] is taken', '-E server.port=5602'],
  ['EACCES', '[server.port] is not allowed for this user', '-E server.port=8080'],
  ['EADDRNOTAVAIL', '[server.host] is [127.0.0.1], which is no address', 'set it to 127.0.0.1'],
])('%s names the setting and the way out', (code, cause, remedy) => {
  const error = listenError(address, failure(code));
  expect(error).toMatchObject({ name: 'LongshoreError', type: 'settings_exception' });
  expect(String(error)).toContain(cause);
  expect(String(error)).toContain(remedy);
});

test('an error that has another reason stays as it is', () => {
  const error = failure('EMFILE');
  expect(listenError(address, error)).toBe(error);
});
