const ID = /([0-9a-f]{64})(?:\.scope)?(?:\/|$)/gm;

/**
 * The id of the container that a process runs in, by the text of `/proc/PID/cgroup`; `undefined` outside of any.
 * Knows the paths of cgroup v1 and v2, of the drivers `cgroupfs` and `systemd`, and of Kubernetes.
 */
export function containerOfCgroup(text: string): string | undefined {
  // A container in a container: the innermost, last on its line, is the one that it runs in.
  return [...text.matchAll(ID)].at(-1)?.[1];
}
