import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@longshore/common/json';
import type { NewDocument } from '../search-types.ts';
import type { Occurrence } from './occurrences.ts';
import type { Rule } from './rules.ts';

/** The data stream that alerts are written to. */
const ALERT_STREAM = 'alerts-longshore.history-default';
/** Name of the index template of the alert history. */
export const ALERT_TEMPLATE_NAME = 'alerts-longshore.history';

const SEVERITY_NUMBERS: Readonly<Record<Rule['severity'], number>> = {
  info: 1,
  warning: 2,
  critical: 3,
};

const keyword = { type: 'keyword', ignore_above: 1024 } as const;
const long = { type: 'long' } as const;
const properties = (fields: Readonly<Record<string, Json>>) => ({ properties: fields });

/** The index template of the alert history. */
export const alertTemplate: JsonObject = {
  index_patterns: ['alerts-longshore.history-*'],
  data_stream: {},
  priority: 200,
  template: {
    settings: { index: { auto_expand_replicas: '0-1' } },
    mappings: properties({
      '@timestamp': { type: 'date' },
      rule: properties({ id: keyword, name: keyword }),
      event: properties({ kind: keyword, severity: long, dataset: keyword }),
      host: properties({ name: keyword }),
      container: properties({ id: keyword, name: keyword, image: properties({ name: keyword }) }),
      longshore: properties({
        alert: properties({
          id: keyword,
          kind: keyword,
          severity: keyword,
          message: keyword,
          exit_code: long,
        }),
      }),
    }),
  },
  _meta: { managed_by: 'longshore', description: 'One document per alert.' },
};

/**
 * The document of an occurrence. Its id follows from the rule and the event's content, so that an event that is
 * looked at twice, or was delivered twice, is one alert.
 */
export function buildAlertDocument(rule: Rule, { event, kind, exitCode }: Occurrence): NewDocument {
  const at = new Date(event.atMs).toISOString();
  const identity = [rule.id, event.host, event.containerId, event.action, at];
  const id = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 40);
  const message = describe({ event, kind, exitCode });
  return {
    index: ALERT_STREAM,
    id,
    source: {
      '@timestamp': at,
      rule: { id: rule.id, name: rule.name },
      event: {
        kind: 'alert',
        severity: SEVERITY_NUMBERS[rule.severity],
        dataset: 'longshore.history',
      },
      host: { name: event.host },
      container: {
        id: event.containerId,
        name: event.containerName,
        ...(event.image === null ? {} : { image: { name: event.image } }),
      },
      longshore: {
        alert: {
          id,
          kind,
          severity: rule.severity,
          message,
          ...(exitCode === null ? {} : { exit_code: exitCode }),
        },
      },
    },
  };
}

function describe({ event, kind, exitCode }: Occurrence): string {
  const who = `${event.containerName} on ${event.host}`;
  switch (kind) {
    case 'oom_killed':
      return `${who} ran out of memory and a process in it was killed`;
    case 'unhealthy':
      return `${who} fails its health check`;
    case 'restarted':
      return `${who} was restarted after it ended by itself with exit code ${exitCode ?? 'unknown'}`;
    case 'exited_nonzero':
      return `${who} ended by itself with exit code ${exitCode ?? 'unknown'}`;
  }
}
