import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a socket that answers as a test wants; only for tests. */
export interface TestEngine {
  readonly host: string;
  /** All paths that were asked for, in order. */
  readonly paths: string[];
  /** By the path without version and query; a value that is not a function is sent as JSON. */
  readonly answers: Map<string, Answer | unknown>;
  stop(): Promise<void>;
}

/** Starts the server, which speaks version 1.41 of the Engine API. */
export async function startTestEngine(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-engine-'));
  const socket = join(folder, 'docker.sock');
  const answers = new Map<string, Answer | unknown>();
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    paths.push(url);
    const answer = answers.get(url.replace(/^\/v[\d.]+/, '').replace(/\?.*/, ''));
    if (url === '/_ping') {
      response.setHeader('api-version', '1.41').end('OK');
    } else if (typeof answer === 'function') {
      answer(request, response);
    } else if (answer === undefined) {
      response.writeHead(404).end('{"message":"No such thing"}');
    } else {
      response.end(JSON.stringify(answer));
    }
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    paths,
    answers,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
