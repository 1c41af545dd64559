import type { LogLine } from '@longshore/common/api/logs';
import { getPath } from '@longshore/common/json';
import type { Hit } from '../search-types.ts';

/** A log line from the document that holds it. */
export function mapLogLine(hit: Hit): LogLine {
  const source = hit._source ?? {};
  const text = (path: string): string | null => {
    const value = getPath(source, path);
    const first = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' ? first : null;
  };
  return {
    id: hit._id,
    index: hit._index,
    at: text('@timestamp') ?? '',
    // An agent that cannot read a log says so in its place.
    message: text('message') ?? text('error.message') ?? '',
    host: text('host.name'),
    containerId: text('container.id'),
    containerName: text('container.name'),
    stream: text('stream'),
    level: text('log.level'),
    sort: [...(hit.sort ?? [])],
    source,
  };
}
