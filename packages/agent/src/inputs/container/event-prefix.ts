import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '@longshore/common/fields';
import { getPath, isObject } from '@longshore/common/json';
import { dedot } from '../../docker/inspect.ts';
import type { StreamName } from '../../event-sink.ts';
import { actionLine, expandPaths } from '../../publisher/encode-event.ts';

const INPUT_TYPE = 'container';

/** The data stream of container logs. */
export const CONTAINER_LOGS: StreamName = { type: 'logs', dataset: 'docker.container' };

/** True for the events of this input. */
export const isLogLine = (event: Event): boolean => event['input.type'] === INPUT_TYPE;

/** What every event of this input says, before the processors. */
export function baseEvent(container: string, now: Date): Event {
  return {
    '@timestamp': now.toISOString(),
    'container.id': container,
    'container.runtime': 'docker',
    'event.module': 'docker',
    'event.dataset': 'docker.container',
    'input.type': INPUT_TYPE,
  };
}

/**
 * The beginning of every bulk item of one container: the action line, and the event up to `"offset":`, so that only
 * offset, time and message are written for each line.
 */
export function buildPrefix(event: Event, path: string): Buffer {
  const { '@timestamp': _, ...shared } = expandPaths(event);
  const text = JSON.stringify(shared).slice(0, -1);
  return Buffer.from(
    `${actionLine(CONTAINER_LOGS)}${text},"log":{"file":{"path":${JSON.stringify(path)}},"offset":`,
  );
}

/**
 * Name, image and labels from the engine's own file in the container's folder. Known at once, and without a right to
 * the engine's socket; what the engine says later replaces it. `undefined` when the file cannot be read.
 */
export function readContainerConfig(folder: string): Record<string, string> | undefined {
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(join(folder, 'config.v2.json'), 'utf8'));
  } catch {
    // Gone already, or in the middle of being written: the container's id must do.
    return undefined;
  }
  const name = getPath(config, 'Name');
  const image = getPath(config, 'Config.Image');
  const labels = getPath(config, 'Config.Labels');
  return {
    ...(typeof name === 'string' ? { 'container.name': name.replace(/^\//, '') } : {}),
    ...(typeof image === 'string' ? { 'container.image.name': image } : {}),
    ...labelFields(isObject(labels) ? labels : {}),
  };
}

function labelFields(labels: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.fromEntries(
    Object.entries(labels).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
  return Object.fromEntries(
    Object.entries(dedot(texts)).map(([name, value]) => [`docker.container.labels.${name}`, value]),
  );
}
