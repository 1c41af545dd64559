import type { FastifyBaseLogger } from 'fastify';
import type { SearchClient } from '../search-client.ts';
import type { NewDocument } from '../search-types.ts';
import { ALERT_TEMPLATE_NAME, alertTemplate, buildAlertDocument } from './alert-document.ts';
import { readEngineEvents } from './engine-events.ts';
import { CONTEXT_MS, findOccurrences } from './occurrences.ts';
import type { Rule } from './rules.ts';

const PERIOD_MS = 10_000;
/** Each evaluation looks so far back: an event may be stored late. */
const LOOK_BACK_MS = 600_000;
/** The first evaluation looks at what happened while no server ran. */
const FIRST_LOOK_BACK_MS = 86_400_000;
/** Alerts that are known to be written; one that is forgotten is refused by the store as already there. */
const WRITTEN_MAX = 20_000;
const CONFLICT = 409;

type Client = Pick<SearchClient, 'searchWhole' | 'create' | 'putIndexTemplate'>;

export interface Alerting {
  /** Looks at the events once; throws when the store does not do its part. Gives the number of new alerts. */
  evaluate(nowMs: number): Promise<number>;
  /** Evaluates every 10 s from now on. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * Writes one alert per occurrence that a rule is about. It keeps no position: it looks at the same events again
 * and again, and an alert has an id that follows from its event, so the second attempt changes nothing, also
 * after a restart.
 */
export function openAlerting(
  client: Client,
  rules: readonly Rule[],
  log: FastifyBaseLogger,
): Alerting {
  const written = new Set<string>();
  const stopping = new AbortController();
  let hasTemplate = false;
  let hasLookedBack = false;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function evaluate(nowMs: number): Promise<number> {
    if (!hasTemplate) {
      await client.putIndexTemplate(ALERT_TEMPLATE_NAME, alertTemplate, stopping.signal);
      hasTemplate = true;
    }
    const sinceMs = nowMs - (hasLookedBack ? LOOK_BACK_MS : FIRST_LOOK_BACK_MS);
    const events = await readEngineEvents(client, sinceMs - CONTEXT_MS, stopping.signal);
    const documents = findOccurrences(events, { sinceMs, nowMs })
      .flatMap((occurrence) =>
        rules
          .filter((rule) => rule.when === occurrence.kind)
          .map((rule) => buildAlertDocument(rule, occurrence)),
      )
      .filter(({ id }) => !written.has(id));
    const count = await write(documents);
    hasLookedBack = true;
    return count;
  }

  async function write(documents: readonly NewDocument[]): Promise<number> {
    if (documents.length === 0) {
      return 0;
    }
    const results = await client.create(documents, stopping.signal);
    let count = 0;
    for (const [index, { id }] of documents.entries()) {
      const result = results[index];
      if (result?.error && result.status !== CONFLICT) {
        throw new Error(`an alert was refused: ${result.error.reason}`, { cause: result.error });
      }
      count += result?.status === CONFLICT ? 0 : 1;
      remember(written, id);
    }
    return count;
  }

  async function tick(): Promise<void> {
    try {
      const count = await evaluate(Date.now());
      if (count > 0) {
        log.info({ 'longshore.alerts': count }, 'alerts written');
      }
      isFailing = false;
    } catch (error) {
      if (!isFailing && !stopping.signal.aborted) {
        log.warn({ error }, 'alert rules cannot be evaluated');
      }
      isFailing = true;
    }
    if (!stopping.signal.aborted) {
      schedule(PERIOD_MS);
    }
  }

  function schedule(delayMs: number): void {
    timer = setTimeout(() => {
      running = tick();
    }, delayMs);
  }

  return {
    evaluate,
    start() {
      if (!stopping.signal.aborted) {
        schedule(0);
      }
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

function remember(written: Set<string>, id: string): void {
  written.add(id);
  for (const oldest of written) {
    if (written.size <= WRITTEN_MAX) {
      return;
    }
    written.delete(oldest);
  }
}
