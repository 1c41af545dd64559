import type { Host, Problem } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { SILENT_MS } from './containers.ts';
import { readDocument, timeOf } from './document.ts';
import type { Known } from './known.ts';

/** Everything that makes the snapshot show less than it could, with what the system said about it. */
export function mapProblems(known: Known, hosts: readonly Host[], nowMs: number): Problem[] {
  const engines = known.worked.keys().length + known.failed.keys().length;
  if (hosts.length === 0 && engines === 0) {
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
    ...[...dockerProblems(known), ...logProblems(known)].filter(({ host }) => !isSilent(host)),
  ];
}

/** One problem per host, whichever datasets failed: they all ask the same engine. */
function dockerProblems({ failed, worked }: Known): Problem[] {
  const problems = new Map<string, Problem>();
  for (const [key, source] of failed.entries()) {
    const host = readDocument(source).text('host.name') ?? '';
    // A failure lasts until a fetch of the same dataset works again.
    if (timeOf(source) > timeOf(worked.get(key)) && !problems.has(host)) {
      problems.set(host, { code: dockerCode(source), host, detail: detailOf(source) });
    }
  }
  return [...problems.values()];
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

/**
 * An agent says once that it may not read the logs of its host: this lasts as long as that run of the agent, or
 * until a line came.
 */
function logProblems(known: Known): Problem[] {
  return known.logErrors.entries().flatMap(([host, source]) => {
    const document = readDocument(source);
    const isOver =
      timeOf(source) < (known.logLines.get(host) ?? 0) ||
      document.text('agent.ephemeral_id') !== agentRunOf(known, host);
    return document.text('error.type') === 'forbidden' && !isOver
      ? { code: 'logs_forbidden' as const, host, detail: detailOf(source) }
      : [];
  });
}

/** Identity of the run of the agent that reports the host now. */
function agentRunOf({ system }: Known, host: string): string | null {
  const sources = system
    .values()
    .filter((source) => readDocument(source).text('host.name') === host);
  sources.sort((a, b) => timeOf(b) - timeOf(a));
  return readDocument(sources[0]).text('agent.ephemeral_id');
}

function detailOf(failed: JsonObject): string {
  return readDocument(failed).text('error.message') ?? '';
}
