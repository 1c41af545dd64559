import { getPath } from '@longshore/common/json';
import type { SearchClient } from '../search-client.ts';
import { type Hit, timeFilter } from '../search-types.ts';
import { ACTIONS, type EngineEvent } from './occurrences.ts';

const EVENT_INDICES = 'logs-docker.event-*';
const PAGE_SIZE = 1_000;
/** Events of one evaluation; of more, the oldest are taken, so that none is left out in the end. */
const PAGES_MAX = 20;

/** Events about containers since a time, in the order of time. Throws while an index with some is not there. */
export async function readEngineEvents(
  client: Pick<SearchClient, 'searchWhole'>,
  sinceMs: number,
  signal: AbortSignal,
): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  let after: Hit['sort'];
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { hits } = await client.searchWhole(EVENT_INDICES, eventSearch(sinceMs, after), signal);
    events.push(...hits.hits.flatMap((hit) => mapEngineEvent(hit) ?? []));
    after = hits.hits.at(-1)?.sort;
    if (hits.hits.length < PAGE_SIZE || after === undefined) {
      break;
    }
  }
  return events;
}

function eventSearch(sinceMs: number, after: Hit['sort']) {
  return {
    size: PAGE_SIZE,
    track_total_hits: false,
    query: {
      bool: { filter: [timeFilter(sinceMs), { terms: { 'docker.event.action': [...ACTIONS] } }] },
    },
    sort: [
      { '@timestamp': { order: 'asc' } },
      { 'container.id': { order: 'asc', unmapped_type: 'keyword' } },
      { 'docker.event.action': { order: 'asc', unmapped_type: 'keyword' } },
    ],
    _source: ['@timestamp', 'host.name', 'container', 'docker.event'],
    ...(after === undefined ? {} : { search_after: [...after] }),
  };
}

/** An event from its document; none when it is not about a container. */
function mapEngineEvent({ _source }: Hit): EngineEvent | undefined {
  const text = (path: string): string | null => {
    const value = getPath(_source, path);
    return typeof value === 'string' ? value : null;
  };
  const atMs = Date.parse(text('@timestamp') ?? '');
  const containerId = text('container.id');
  if (containerId === null || Number.isNaN(atMs)) {
    return undefined;
  }
  const exitCode = getPath(_source, 'docker.event.exit_code');
  return {
    atMs,
    action: text('docker.event.action') ?? '',
    exitCode: typeof exitCode === 'number' ? exitCode : null,
    signal: text('docker.event.actor.attributes.signal'),
    host: text('host.name') ?? '',
    containerId,
    containerName: text('container.name') ?? containerId.slice(0, 12),
    image: text('container.image.name'),
  };
}
