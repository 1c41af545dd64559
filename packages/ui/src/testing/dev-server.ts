import { INVENTORY_STREAM_PATH } from '@longshore/common/api/inventory';
import { LOG_TAIL_PATH, type LogFilter } from '@longshore/common/api/logs';
import { standInReply } from './stand-in-api.ts';
import { lineMatches, lineNumbers, standInLine } from './stand-in-logs.ts';
import { standInInventory } from './stand-in-world.ts';

/** The parts of Node's request and response that this file uses, since the UI's types know no Node. */
interface Request {
  readonly url?: string;
  on(event: 'close', listener: () => void): void;
}
interface Response {
  writeHead(status: number, headers: Readonly<Record<string, string>>): void;
  write(text: string): void;
  end(text: string): void;
}

const PUSH_EVERY_MS = 2_000;
const TAIL_EVERY_MS = 1_000;

/** Answers `/api` in `vite --mode stand-in`, streams included. */
export function answer(request: Request, response: Response): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === INVENTORY_STREAM_PATH) {
    stream(request, response, PUSH_EVERY_MS, () => message(standInInventory(Date.now())));
  } else if (url.pathname === LOG_TAIL_PATH) {
    stream(request, response, TAIL_EVERY_MS, () => tail(url));
  } else {
    const { status, body } = standInReply(url, Date.now());
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }
}

function stream(request: Request, response: Response, everyMs: number, next: () => string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(next());
  const timer = setInterval(() => response.write(next()), everyMs);
  request.on('close', () => clearInterval(timer));
}

function message(body: unknown, event?: string): string {
  return `${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(body)}\n\n`;
}

function tail(url: URL): string {
  const query = url.searchParams.get('q') ?? '';
  const filters: LogFilter[] = JSON.parse(url.searchParams.get('filters') ?? '[]');
  const nowMs = Date.now();
  const { newest, oldest } = lineNumbers(nowMs - 2 * TAIL_EVERY_MS, nowMs);
  const { containers } = standInInventory(nowMs);
  const lines = Array.from({ length: newest - oldest + 1 }, (_, index) =>
    standInLine(oldest + index, containers),
  ).filter((line) => lineMatches(line, query, filters));
  return message(lines, 'lines');
}
