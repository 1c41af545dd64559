import type { Event } from '@longshore/common/fields';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocker, type Docker } from '../../packages/agent/src/docker/docker.ts';
import type { EventSink, OnceSink } from '../../packages/agent/src/event-sink.ts';
import { createMetrics } from '../../packages/agent/src/metrics.ts';
import { createDockerEventInput } from '../../packages/agent/src/modules/docker/event/input.ts';
import { modules } from '../../packages/agent/src/modules.ts';
import { undeclaredFields } from '../../packages/agent/src/testing.ts';
import { containers } from '../support/containers.ts';
import { hasDocker, startDocker, type TestDocker } from '../support/docker.ts';
import { eventually } from '../support/longshore.ts';

/** An engine before version 23 takes up to a second to give a sample. */
const PERIOD_MS = 2_000;

/** Keeps all events by dataset. */
class Collected implements EventSink, OnceSink {
  readonly isFull = false;
  readonly #events = new Map<string, Event[]>();

  publish({ dataset }: { readonly dataset: string }, events: readonly Event[]): void {
    this.#events.set(dataset, [...this.of(dataset), ...events]);
  }

  publishOnce(stream: { readonly dataset: string }, event: Event): void {
    this.publish(stream, [event]);
  }

  of(dataset: string): readonly Event[] {
    return this.#events.get(dataset) ?? [];
  }

  /** The newest event of a container, once it is as it should be. */
  async newest(
    dataset: string,
    name: string,
    isIt: (event: Event) => boolean = () => true,
  ): Promise<Event> {
    return await eventually(`${dataset} of ${name}`, () => {
      const event = this.of(dataset).findLast((one) => one['container.name'] === name);
      return event && isIt(event) ? event : undefined;
    });
  }
}

/** All metricsets and the events of the engine, started. */
async function collect(docker: Docker, sink: Collected) {
  const metrics = createMetrics({
    docker,
    hostfs: '/',
    periodMs: PERIOD_MS,
    topProcesses: 3,
    sink,
    log: { warn: () => undefined, info: () => undefined, debug: () => undefined },
  });
  const events = createDockerEventInput({
    events: docker.events,
    containers: docker.containers,
    sink,
    address: docker.client.address,
    delivered: { acknowledge: () => undefined },
  });
  await metrics.start();
  await events.start();
  return {
    stop: async () => {
      await events.stop();
      await metrics.stop();
    },
  };
}

describe.runIf(hasDocker())('metrics of a real engine', () => {
  const sink = new Collected();
  let engine: TestDocker;
  let docker: Docker;
  let metrics: Awaited<ReturnType<typeof collect>>;

  beforeAll(async () => {
    engine = await startDocker();
    docker = createDocker(engine.host);
    metrics = await collect(docker, sink);
    await docker.start();
    await engine.run('idle', containers.idle);
    await engine.run('burner', containers.burner);
    await engine.run('web', containers.httpd);
    await engine.run('hog', containers.hog);
    await engine.run('failing', containers.failing);
    await engine.run('unhealthy', containers.unhealthy);
    await engine.run('restarting', containers.restarting);
    await engine.run('writer', containers.writer);
  });
  afterAll(async () => {
    await metrics?.stop();
    await docker?.stop();
    await engine?.stop();
  });

  test('a container that burns CPU shows more of it than an idle one', async () => {
    const burner = await sink.newest(
      'docker.cpu',
      'burner',
      (event) => Number(event['docker.cpu.total.pct']) > 0.2,
    );
    const idle = await sink.newest('docker.cpu', 'idle');
    // Its limit is half a core; the engine's two clocks tick apart by a hundredth of a second.
    expect(burner['docker.cpu.total.pct']).toBeLessThan(0.8);
    expect(idle['docker.cpu.total.pct']).toBeLessThan(0.1);
    expect(burner['docker.cpu.throttling.throttled_periods']).toBeGreaterThan(0);
  });

  test('a container that is killed at its memory limit says so', async () => {
    const event = await sink.newest(
      'docker.container',
      'hog',
      (one) => one['docker.container.state'] === 'exited',
    );
    expect(event).toMatchObject({
      'docker.container.oom_killed': true,
      'docker.container.exit_code': 137,
      'docker.container.limits.memory.bytes': 16 * 1024 * 1024,
    });
    expect(String(event['docker.container.status'])).toMatch(/^Exited \(137\) .* ago$/);
    const actions = sink
      .of('docker.event')
      .filter((one) => one['container.name'] === 'hog')
      .map((one) => one['docker.event.action']);
    expect(actions).toEqual(expect.arrayContaining(['start', 'oom', 'die']));
  });

  test('a container whose check fails is unhealthy, with the reason', async () => {
    const state = await sink.newest(
      'docker.container',
      'unhealthy',
      (one) => one['docker.container.health'] === 'unhealthy',
    );
    expect(String(state['docker.container.status'])).toMatch(/^Up .* \(unhealthy\)$/);
    const check = await sink.newest(
      'docker.healthcheck',
      'unhealthy',
      (one) => one['docker.healthcheck.status'] === 'unhealthy',
    );
    expect(check).toMatchObject({
      'docker.healthcheck.event.exit_code': 1,
      'docker.healthcheck.event.output': 'disk is full\n',
    });
  });

  test('the restarts of a container are counted, and its exit code is kept in the events', async () => {
    const first = await sink.newest(
      'docker.container',
      'restarting',
      (one) => Number(one['docker.container.restart_count']) > 0,
    );
    await sink.newest(
      'docker.container',
      'restarting',
      (one) =>
        Number(one['docker.container.restart_count']) >
        Number(first['docker.container.restart_count']),
    );
    const die = sink
      .of('docker.event')
      .find(
        (one) => one['container.name'] === 'restarting' && one['docker.event.action'] === 'die',
      );
    expect(die).toMatchObject({ 'docker.event.exit_code': 3, 'container.runtime': 'docker' });
  });

  test('a container that has ended is listed with its exit code', async () => {
    await sink.newest(
      'docker.container',
      'failing',
      (one) =>
        one['docker.container.exit_code'] === 3 && one['docker.container.state'] === 'exited',
    );
  });

  test('limits, labels, listening ports and the application of a container are known', async () => {
    const event = await sink.newest('docker.container', 'web', (one) =>
      Array.isArray(one['docker.container.listening_ports']),
    );
    expect(event).toMatchObject({
      'docker.container.state': 'running',
      'docker.container.limits.memory.bytes': 64 * 1024 * 1024,
      'docker.container.limits.cpu.cores': 0.5,
      'docker.container.limits.pids': 50,
      'docker.container.labels.com_example_team': 'web',
      'docker.container.listening_ports': [80],
      'docker.container.ports': ['80/tcp'],
      'docker.container.application.name': 'busybox httpd',
      'docker.container.log_driver': 'json-file',
    });
    const memory = await sink.newest(
      'docker.memory',
      'web',
      (one) => one['docker.memory.limit'] !== undefined,
    );
    expect(memory['docker.memory.limit']).toBe(64 * 1024 * 1024);
    expect(memory['docker.memory.usage.total']).toBeGreaterThan(0);
  });

  test('what a container receives shows as bytes per second', async () => {
    const { 'docker.container.ip_addresses': addresses } = await sink.newest(
      'docker.container',
      'web',
      (one) => Array.isArray(one['docker.container.ip_addresses']),
    );
    const address = (addresses as readonly string[])[0];
    const traffic = setInterval(() => void fetch(`http://${address}/`).catch(() => undefined), 50);
    try {
      const event = await sink.newest(
        'docker.network',
        'web',
        (one) => Number(one['docker.network.in.bytes']) > 0,
      );
      expect(event['docker.network.interface']).toBe('eth0');
      expect(event['container.network.ingress.bytes']).toBeGreaterThan(0);
    } finally {
      clearInterval(traffic);
    }
  });

  test('what a container writes to the disk shows as bytes per second', async () => {
    const event = await sink.newest(
      'docker.diskio',
      'writer',
      (one) => Number(one['docker.diskio.write.bytes_rate']) > 1e6,
    );
    expect(event['container.disk.write.bytes']).toBeGreaterThan(1e6);
    expect(['cgroup', 'process']).toContain(event['docker.diskio.source']);
  });

  test('the processes of a container know that they run in it', async () => {
    const { 'container.id': id } = await sink.newest('docker.container', 'burner');
    const event = await eventually('a process of burner', () =>
      sink
        .of('system.process')
        .findLast(
          (one) => one['container.id'] === id && Number(one['system.process.cpu.total.pct']) > 0.2,
        ),
    );
    expect(event['process.command_line']).toBe('sh -c while :; do :; done');
  });

  test('the runs of health checks do not flood the events of the engine', () => {
    const actions = sink.of('docker.event').map((one) => String(one['docker.event.action']));
    expect(actions.filter((action) => action.startsWith('exec_'))).toEqual([]);
  });

  test('a container that is removed is no longer listed, and says so', async () => {
    const id = await engine.run('short', containers.idle);
    await sink.newest('docker.container', 'short');
    await engine.api.remove(id);
    await eventually('the end of short', () =>
      docker.containers.list().some((one) => one.id === id) ? undefined : true,
    );
    expect(docker.containers.get(id)?.name).toBe('short');
  });

  test('every field of every event is declared, and every dataset has events', () => {
    for (const { dataset, fields } of modules.flatMap((module) => module.datasets)) {
      expect(undeclaredFields(sink.of(dataset), fields), dataset).toEqual([]);
      expect(sink.of(dataset).length, dataset).toBeGreaterThan(0);
    }
  });

  test('an engine that goes away is reported, the host goes on, and all comes back with the engine', async () => {
    await engine.stopEngine();
    const failed = await eventually('an error event', () =>
      sink.of('docker.container').findLast((one) => String(one['error.message']).startsWith('no ')),
    );
    expect(failed).toMatchObject({
      'error.type': 'missing',
      'error.message': `no Docker Engine at [${docker.client.address}]: start it, or set [docker.host]`,
      'event.dataset': 'docker.container',
    });
    const before = sink.of('system.cpu').length;
    await eventually(
      'more of the host',
      () => sink.of('system.cpu').length > before + 1 || undefined,
    );

    await engine.startEngine();
    const since = sink.of('docker.container').length;
    await eventually('containers again', () =>
      sink
        .of('docker.container')
        .slice(since)
        .find((one) => one['container.name'] === 'web'),
    );
  });
});

describe.runIf(hasDocker() && process.getuid?.() === 0)('an engine that we may not ask', () => {
  test('is reported as forbidden, with the remedy', async () => {
    const engine = await startDocker();
    const sink = new Collected();
    const docker = createDocker(engine.host);
    // Before the first call: a connection that root opened would go on to answer.
    process.seteuid?.('nobody');
    const metrics = await collect(docker, sink);
    try {
      await docker.start();
      const event = await eventually('an error event', () =>
        sink.of('docker.info').find((one) => one['error.type'] !== undefined),
      );
      expect(event['error.type']).toBe('forbidden');
      expect(event['error.message']).toContain('add this user to the group docker');
    } finally {
      process.seteuid?.(0);
      await metrics.stop();
      await docker.stop();
      await engine.stop();
    }
  });
});
