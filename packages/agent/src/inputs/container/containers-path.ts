import { join } from 'node:path';
import { startDeadline } from '../../deadline.ts';
import type { DockerClient } from '../../docker/client.ts';

export interface ContainersPathOptions {
  /** `docker.containers.path`; empty to ask the engine. */
  readonly setting: string;
  /** Root of the host's files. */
  readonly hostfs: string;
  /** True for the engine that every host has at most one of: its usual folder is known without asking. */
  readonly isUsualEngine: boolean;
  readonly client: Pick<DockerClient, 'get'>;
  readonly signal: AbortSignal;
}

/** The folder of containers. */
export interface ContainersPath {
  readonly path: string;
  /** False while the engine could not be asked: whoever cannot ask it may not have that folder either. */
  readonly isSure: boolean;
}

const USUAL_ROOT = '/var/lib/docker';
const TIMEOUT_MS = 5_000;

/**
 * Where the engine keeps its containers. The answer is `undefined` until the engine said its data root; one that
 * cannot be asked is asked again with each call, and the usual folder is taken meanwhile.
 */
export function createContainersPath(
  options: ContainersPathOptions,
): () => ContainersPath | undefined {
  const { setting, hostfs, isUsualEngine, client, signal } = options;
  if (setting !== '') {
    return () => ({ path: setting, isSure: true });
  }
  const below = (root: string) => join(hostfs, root, 'containers');
  let path: string | undefined;
  let isAsking = false;
  let isKnown = false;

  const ask = async () => {
    isAsking = true;
    const deadline = startDeadline(signal, TIMEOUT_MS);
    try {
      const info = await client.get<{ DockerRootDir?: string }>('/info', deadline.signal);
      path = below(info.DockerRootDir ?? USUAL_ROOT);
      isKnown = true;
    } catch {
      // The metricset docker.info reports what is wrong; the files may be readable all the same.
      path = isUsualEngine ? below(USUAL_ROOT) : undefined;
    }
    deadline.clear();
    isAsking = false;
  };

  return () => {
    if (!isKnown && !isAsking && !signal.aborted) {
      void ask();
    }
    return path === undefined ? undefined : { path, isSure: isKnown };
  };
}
