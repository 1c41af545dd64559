import type { Host, Problem } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { bucketsOf, hitsOf } from '../search-types.ts';
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

function logProblems(answers: InventoryAnswers): Problem[] {
  return bucketsOf(answers.logErrors?.aggregations, 'hosts').flatMap((host) => {
    const failed = hitsOf(host, 'latest')[0]?._source;
    return readDocument(failed).text('error.type') === 'forbidden'
      ? { code: 'logs_forbidden' as const, host: String(host.key), detail: detailOf(failed) }
      : [];
  });
}

function detailOf(failed: JsonObject | undefined): string {
  return readDocument(failed).text('error.message') ?? '';
}
