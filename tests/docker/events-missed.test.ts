import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containers } from '../support/containers.ts';
import { hasDocker, startDocker, type TestDocker } from '../support/docker.ts';
import {
  callJson,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';
import { freePort } from './logged-lines.ts';

interface EventSource {
  readonly docker: { readonly event: { readonly action: string; readonly exit_code?: number } };
}

describe.runIf(hasDocker())('events of a real engine while the agent is away', () => {
  const folder = temporaryFolder('events');
  let docker: TestDocker;
  let store: LongshoreProcess;
  let agent: LongshoreProcess | undefined;
  let url: string;

  const startAgent = () =>
    startLongshore('agent', {
      'path.data': folder.path,
      'docker.host': docker.host,
      'output.elasticsearch.hosts': url,
    });
  /** Actions of a container in the store, oldest first. */
  const actions = async (name: string) => {
    const answer = await callJson<{ hits: { hits: { _source: EventSource }[] } }>(
      `${url}/logs-docker.event-default/_search?ignore_unavailable=true`,
      { size: 1_000, query: { term: { 'container.name': name } }, sort: ['@timestamp'] },
    );
    return answer.hits.hits.map(({ _source }) => _source.docker.event.action);
  };
  const whenThere = (name: string, action: string) =>
    eventually(`${action} of ${name}`, async () =>
      (await actions(name)).includes(action) ? true : undefined,
    );

  beforeAll(async () => {
    docker = await startDocker();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    store = await startLongshore('store', { 'path.data': folder.path, 'http.port': port });
  });
  afterAll(async () => {
    await agent?.end('SIGTERM');
    await store?.end('SIGTERM');
    await docker?.stop();
    folder.remove();
  });

  test('what happened meanwhile arrives after the start, everything once, also after a kill', async () => {
    agent = await startAgent();
    const id = await docker.run('seen', containers.idle);
    await whenThere('seen', 'start');
    await agent.end('SIGTERM');
    await docker.api.stop(id);
    await docker.run('unseen', containers.failing);
    await eventually('the end of unseen', async () => {
      const [unseen] = JSON.parse(
        await docker.api.call('GET', '/containers/json?all=1&filters={"name":["unseen"]}'),
      ) as { State: string }[];
      return unseen?.State === 'exited' ? true : undefined;
    });

    agent = await startAgent();
    await whenThere('seen', 'die');
    await whenThere('unseen', 'die');
    await agent.end('SIGKILL');
    agent = await startAgent();
    await docker.run('last', containers.idle);
    await whenThere('last', 'start');

    const seen = await actions('seen');
    expect(seen.filter((action) => action === 'start')).toHaveLength(1);
    expect(seen.filter((action) => action === 'die')).toHaveLength(1);
    const unseen = await actions('unseen');
    expect(unseen.filter((action) => ['create', 'start', 'die'].includes(action))).toEqual([
      'create',
      'start',
      'die',
    ]);
  });
});
