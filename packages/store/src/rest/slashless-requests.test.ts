import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { SlashlessRequests } from './slashless-requests.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A server that says what it was asked; `/slow` takes until it is told to answer. */
async function openServer() {
  let release: () => void = () => undefined;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/slow') {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
    response.end(`[${request.method} ${request.url} ${body}]`);
  });
  const slashless = new SlashlessRequests(() => server);
  slashless.watch();
  server.on('clientError', (error, socket) => {
    if (!slashless.serve(error, socket as never)) {
      socket.end('refused');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  /** Sends pieces one after the other, and gives all that comes back until the connection ends. */
  const send = async (...pieces: readonly string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    const answer = text(socket);
    for (const piece of pieces) {
      socket.write(piece);
      await sleep(30);
    }
    release();
    return answer;
  };
  return { send };
}

const HEAD = 'HTTP/1.1\r\nHost: a\r\n';

test.each([
  ['PUT games', 'PUT /games'],
  ['GET _all', 'GET /_all'],
  ['GET games/_doc/1?pretty', 'GET /games/_doc/1?pretty'],
  ['DELETE my-index-%2A,b', 'DELETE /my-index-%2A,b'],
])('%s is served as %s, and the connection ends', async (line, asked) => {
  const { send } = await openServer();
  const answer = await send(`${line} ${HEAD}Connection: keep-alive\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n/i);
  expect(answer).toContain(`[${asked} ]`);
});

test('a body comes along, in the same packet and in later ones', async () => {
  const { send } = await openServer();
  const head = `PUT games ${HEAD}Content-Length: 6\r\n\r\n`;
  expect(await send(`${head}abcdef`)).toContain('[PUT /games abcdef]');
  expect(await send(head, 'abc', 'def')).toContain('[PUT /games abcdef]');
});

test('a request that came after others on its connection is served', async () => {
  const { send } = await openServer();
  const answer = await send(`GET /a ${HEAD}\r\n`, `PUT games ${HEAD}\r\n`);
  expect(answer).toMatch(/\[GET \/a \][\s\S]*\[PUT \/games \]$/);
});

test('nothing is served that could be a part of another request', async () => {
  const { send } = await openServer();
  // Behind a request in the same packet, while an answer is under way, and in the middle of a line.
  expect(await send(`GET /a ${HEAD}\r\nPUT games ${HEAD}\r\n`)).not.toContain('games');
  expect(await send(`GET /slow ${HEAD}\r\n`, `PUT games ${HEAD}\r\n`)).not.toContain('games');
  for (const cut of ['GET x', 'GET ', 'GET']) {
    expect(await send(cut, `PUT games ${HEAD}\r\n`)).toBe('refused');
    expect(await send(cut, `PUT _all ${HEAD}\r\n`)).toBe('refused');
  }
  // A body is a body, whatever it looks like.
  const inside = `PUT games ${HEAD}\r\n`;
  const outer = `PUT /a ${HEAD}Content-Length: ${inside.length}\r\nConnection: close\r\n\r\n`;
  const answer = await send(outer, inside);
  expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  expect(answer).toContain('[PUT /a PUT games');
});

test('a second request behind it is not served', async () => {
  const { send } = await openServer();
  const answer = await send(`PUT games ${HEAD}\r\nGET /b ${HEAD}\r\n`);
  expect(answer).not.toContain('[GET /b');
});

test.each(['PUT http:games', 'PUT g|ames', 'FETCH games', 'PUT games HTTP/1.0\r\n'])(
  '%s is refused as before',
  async (line) => {
    const { send } = await openServer();
    expect(await send(`${line} ${HEAD}\r\n`)).toBe('refused');
  },
);
