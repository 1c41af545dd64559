import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasDocker, startDocker, type TestDocker } from '../support/docker.ts';
import { BUSYBOX } from '../support/docker-api.ts';
import {
  callJson,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';
import { freePort, LoggedLines } from './logged-lines.ts';

describe.runIf(hasDocker())('logs of real containers', () => {
  const folder = temporaryFolder('logs');
  let docker: TestDocker;
  let store: LongshoreProcess;
  let agent: LongshoreProcess;
  let lines: LoggedLines;

  beforeAll(async () => {
    docker = await startDocker();
    const port = await freePort();
    store = await startLongshore('store', { 'path.data': folder.path, 'http.port': port });
    lines = new LoggedLines(`http://127.0.0.1:${port}`);
    agent = await startLongshore('agent', {
      'path.data': folder.path,
      'docker.host': docker.host,
      'output.elasticsearch.hosts': lines.url,
    });
  });
  afterAll(async () => {
    await agent?.end('SIGTERM');
    await store?.end('SIGTERM');
    await docker?.stop();
    folder.remove();
  });

  test('a line is in the store with its container, stream, level and labels', async () => {
    await docker.run('talker', {
      command: ['sh', '-c', 'echo "INFO hello 값"; sleep 0.2; echo "ERROR bye" >&2; sleep 1000'],
      labels: { 'com.example.team': 'web' },
    });
    const [bye, hello] = await lines.all('talker', 2);
    expect(hello).toMatchObject({
      message: 'INFO hello 값',
      stream: 'stdout',
      container: { name: 'talker', image: { name: BUSYBOX }, runtime: 'docker' },
      docker: { container: { labels: { com_example_team: 'web' } } },
      log: { level: 'info', offset: 0 },
      input: { type: 'container' },
      event: { dataset: 'docker.container', module: 'docker' },
      agent: { type: 'filebeat' },
    });
    // What the host is, its metrics say.
    expect(hello).toHaveProperty('host.name');
    expect(hello).not.toHaveProperty('host.os');
    expect(bye).toMatchObject({ message: 'ERROR bye', stream: 'stderr', log: { level: 'error' } });
  });

  test('the last lines of containers that are removed in the moment they end are not lost', async () => {
    const names = Array.from({ length: 5 }, (_, i) => `gone-${i}`);
    for (const name of names) {
      const answer = await docker.api.call('POST', `/containers/create?name=${name}`, {
        Image: BUSYBOX,
        Cmd: ['echo', `${name} was here`],
        HostConfig: { AutoRemove: true },
      });
      await docker.api.start((JSON.parse(answer) as { Id: string }).Id);
    }
    for (const name of names) {
      expect(await lines.messages(name, 1)).toEqual([`${name} was here`]);
    }
  });

  test('rotation by the engine loses nothing and repeats nothing', async () => {
    await docker.run('rotated', {
      command: [
        'sh',
        '-c',
        'i=0; while [ $i -lt 6000 ]; do i=$((i+1)); echo "line $i"; done; sleep 1000',
      ],
      logOptions: { 'max-size': '100k', 'max-file': '4' },
    });
    const seen = await lines.messages('rotated', 6_000);
    expect(new Set(seen).size).toBe(6_000);
    expect(seen).toHaveLength(6_000);
  });

  test('a line that the engine had to split comes whole, and one without line end comes too', async () => {
    await docker.run('long', {
      command: [
        'sh',
        '-c',
        'head -c 100000 /dev/zero | tr "\\0" "x"; echo; echo -n "no line end"; sleep 0.2',
      ],
    });
    const seen = await lines.messages('long', 2);
    expect(seen.map((text) => text.length).sort((a, b) => a - b)).toEqual([11, 100_000]);
  });

  test('a container whose driver keeps no file says so in its log', async () => {
    await docker.run('silent', { command: ['sleep', '1000'], logDriver: 'none' });
    const [note] = await lines.all('silent', 1);
    expect(note).toMatchObject({
      error: { message: expect.stringContaining('log driver [none]') },
    });
  });

  test('the agent lists its templates in the store, and counts what it does', async () => {
    const template = '_index_template/logs-docker.container-default';
    const { index_templates } = await callJson<{ index_templates: unknown[] }>(
      `${lines.url}/${template}`,
    );
    expect(index_templates).toHaveLength(1);
    await eventually('the counters of the agent', async () => {
      const found = await lines.count('metrics-longshore.agent-default');
      return found > 0 ? found : undefined;
    });
  });
});
