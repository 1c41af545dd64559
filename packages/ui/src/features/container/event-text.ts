import type { ContainerEvent } from '@longshore/common/api/inventory';
import type { TFunction } from 'i18next';
import { signalOf } from '../../controls/container-facts.ts';

/** Engine words that we have our own words for. */
const KNOWN = [
  'create',
  'start',
  'stop',
  'kill',
  'die',
  'oom',
  'restart',
  'pause',
  'unpause',
  'destroy',
  'rename',
] as const;

/** What happened, in the reader's language; an engine word that is new to us is shown as it is. */
export function eventText({ action, exitCode }: ContainerEvent, t: TFunction): string {
  if (action === 'health_status: healthy') {
    return t('event.healthy');
  }
  if (action === 'health_status: unhealthy') {
    return t('event.unhealthy');
  }
  const known = KNOWN.find((word) => word === action);
  if (known === undefined) {
    return action;
  }
  if (known === 'die' && exitCode !== null) {
    const signal = signalOf(exitCode);
    const how = signal
      ? t('container.exitSignal', { code: exitCode, signal })
      : t('container.exitCode', { code: exitCode });
    return `${t('event.die')} (${how})`;
  }
  return t(`event.${known}`);
}

/** Whether an event is a sign of trouble. */
export function isBadEvent({ action, exitCode }: ContainerEvent): boolean {
  const isCalmEnd = exitCode === null || exitCode === 0 || exitCode === 143;
  return action === 'oom' || action.endsWith('unhealthy') || (action === 'die' && !isCalmEnd);
}
