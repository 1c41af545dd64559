import { getContainer } from '@longshore/common/api/inventory';
import { getStatus } from '@longshore/common/api/status';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, addressOf, call } from './call.ts';

afterEach(() => vi.unstubAllGlobals());

test('path parameters are escaped into the path, the rest follows as a query', () => {
  const query = Object.entries({ id: 'a/b', from: 'now-1h', to: undefined });
  expect(addressOf(getContainer.path, query)).toBe('/api/containers/a%2Fb?from=now-1h');
});

test('a refusal carries the reason, type and status of the server', async () => {
  vi.stubGlobal('fetch', async () =>
    Response.json(
      { error: { type: 'parsing_exception', reason: 'no such word' } },
      { status: 400 },
    ),
  );
  await expect(call(getStatus, {})).rejects.toMatchObject({
    type: 'parsing_exception',
    status: 400,
    message: 'no such word',
  });
});

test('an answer that is not ours still gives an error that names its status', async () => {
  vi.stubGlobal('fetch', async () => new Response('<html>', { status: 502 }));
  await expect(call(getStatus, {})).rejects.toMatchObject({ status: 502, message: 'HTTP 502' });
  vi.stubGlobal('fetch', async () => new Response('<html>'));
  await expect(call(getStatus, {})).rejects.toMatchObject({ type: 'broken_reply' });
});

test('a network failure is an error without status; an abort stays an abort', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  const failure = await call(getStatus, {}).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status: 0, message: 'Failed to fetch' });
  vi.stubGlobal('fetch', async () => {
    throw new DOMException('aborted', 'AbortError');
  });
  await expect(call(getStatus, {})).rejects.toMatchObject({ name: 'AbortError' });
});
