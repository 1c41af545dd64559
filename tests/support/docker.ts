import { isAvailable } from './available.ts';
import { type ContainerSpec, type DockerApi, openDockerApi } from './docker-api.ts';
import { type Engine, startEngine } from './docker-engine.ts';
import { importBusybox } from './docker-image.ts';

/** An engine for a test, with an image that has all of busybox in it. */
export interface TestDocker {
  /** As `docker.host` takes it. */
  readonly host: string;
  /** Folder of all data of the engine; empty for an engine that we did not start. */
  readonly dataRoot: string;
  readonly api: DockerApi;
  /** Makes and starts a container; gives its id. It is removed with the engine. */
  run(name: string, spec: ContainerSpec): Promise<string>;
  /** Ends the engine's process, and with it all containers; only for an engine of our own. */
  stopEngine(): Promise<void>;
  /** Starts it again, with the same data at the same address. */
  startEngine(): Promise<void>;
  /** Removes everything that was started here: containers, processes, mounts, network interface, files. */
  stop(): Promise<void>;
}

/** Whether an engine can be had: `describe.runIf(hasDocker())`. */
export const hasDocker = (): boolean =>
  process.env.LONGSHORE_TEST_DOCKER_HOST !== undefined || isAvailable('docker');

/**
 * Gives the engine at `LONGSHORE_TEST_DOCKER_HOST` or, without that, starts one of our own: its socket, data,
 * network and cgroups are private, so that several can run beside each other and beside that of the machine.
 */
export async function startDocker(): Promise<TestDocker> {
  const given = process.env.LONGSHORE_TEST_DOCKER_HOST;
  const engine: Engine | undefined = given === undefined ? await startEngine() : undefined;
  const host = engine?.host ?? given ?? '';
  const api = openDockerApi(host);
  const started: string[] = [];
  const own = () => {
    if (!engine) {
      throw new Error('the engine at LONGSHORE_TEST_DOCKER_HOST is not ours to stop');
    }
    return engine;
  };
  const stop = async () => {
    for (const id of started.splice(0)) {
      await api.remove(id);
    }
    await engine?.remove();
  };
  try {
    await importBusybox(api);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host,
    dataRoot: engine?.dataRoot ?? '',
    api,
    run: async (name, spec) => {
      const id = await api.create(name, spec);
      started.push(id);
      await api.start(id);
      return id;
    },
    stopEngine: () => own().stop(),
    startEngine: () => own().start(),
    stop,
  };
}
