import type { Host, Problem } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { bucketsOf, hitsOf, metricOf } from '../search-types.ts';
import { SILENT_MS } from './containers.ts';
import { readDocument, timeOf } from './document.ts';
import { dockerOutcomes, type Outcome } from './outcomes.ts';
import type { InventoryAnswers } from './searches.ts';

/** Everything that makes the snapshot show less than it could, with what the system said about it. */
export function mapProblems(
  answers: InventoryAnswers,
  hosts: readonly Host[],
  nowMs: number,
): Problem[] {
  if (hosts.length === 0 && bucketsOf(answers.docker?.aggregations, 'hosts').length === 0) {
    return [{ code: 'no_agent', host: null, detail: 'no agent has sent anything in the last day' }];
  }
  const silent = hosts.filter((host) => nowMs - Date.parse(host.lastSeen) > SILENT_MS);
  const isSilent = (name: string | null) => silent.some((host) => host.name === name);
  return [
    ...silent.map(
      (host): Problem => ({
        code: 'agent_silent',
        host: host.name,
        detail: `nothing was heard from its agent since ${host.lastSeen}`,
      }),
    ),
    ...[...dockerProblems(answers), ...logProblems(answers)].filter(({ host }) => !isSilent(host)),
  ];
}

/** One problem per host, whichever datasets failed: they all ask the same engine. */
function dockerProblems(answers: InventoryAnswers): Problem[] {
  const problems = new Map<string, Problem>();
  for (const outcome of dockerOutcomes(answers.docker)) {
    if (outcome.failed !== undefined && lasts(outcome) && !problems.has(outcome.host)) {
      problems.set(outcome.host, {
        code: dockerCode(outcome.failed),
        host: outcome.host,
        detail: detailOf(outcome.failed),
      });
    }
  }
  return [...problems.values()];
}

/** A failure lasts until a fetch of the same dataset works again. */
function lasts({ failed, worked }: Outcome): boolean {
  return timeOf(failed) > timeOf(worked);
}

function dockerCode(failed: JsonObject): Problem['code'] {
  switch (readDocument(failed).text('error.type')) {
    case 'missing':
      return 'docker_missing';
    case 'forbidden':
      return 'docker_forbidden';
    default:
      return 'docker_failing';
  }
}

/** The logs of a host cannot be read as long as the run of the agent that said so lasts, and no line came since. */
function logProblems(answers: InventoryAnswers): Problem[] {
  const newestLines = new Map(
    bucketsOf(answers.logLines?.aggregations, 'hosts').map((host) => [
      String(host.key),
      metricOf(host, 'newest') ?? 0,
    ]),
  );
  return bucketsOf(answers.logErrors?.aggregations, 'hosts').flatMap((bucket) => {
    const host = String(bucket.key);
    const failed = hitsOf(bucket, 'latest')[0]?._source;
    const document = readDocument(failed);
    const isOver =
      timeOf(failed) < (newestLines.get(host) ?? 0) ||
      document.text('agent.ephemeral_id') !== agentRunOf(answers, host);
    return document.text('error.type') === 'forbidden' && !isOver
      ? { code: 'logs_forbidden' as const, host, detail: detailOf(failed) }
      : [];
  });
}

/** Identity of the run of the agent that reports the host now. */
function agentRunOf(answers: InventoryAnswers, name: string): string | null {
  const host = bucketsOf(answers.system?.aggregations, 'hosts').find(({ key }) => key === name);
  const sources = (host ? bucketsOf(host, 'datasets') : []).map(
    (dataset) => hitsOf(dataset, 'latest')[0]?._source,
  );
  sources.sort((a, b) => timeOf(b) - timeOf(a));
  return readDocument(sources[0]).text('agent.ephemeral_id');
}

function detailOf(failed: JsonObject | undefined): string {
  return readDocument(failed).text('error.message') ?? '';
}
