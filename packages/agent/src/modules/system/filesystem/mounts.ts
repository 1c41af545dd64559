/** One line of `/proc/mounts`. */
export interface Mount {
  readonly device: string;
  readonly point: string;
  readonly type: string;
  readonly options: string;
}

/** Mount points of the system itself, where nothing of the user lies. */
const SYSTEM_POINT = /^\/(sys|cgroup|proc|dev|etc|host|lib|snap)($|\/)/;

/** The mounts that lie on a disk, one for each device: the one with the shortest path. */
export function parseMounts(mounts: string, filesystems: string): Mount[] {
  const withoutDisk = new Set(
    [...filesystems.matchAll(/^nodev\s+(\S+)$/gm)].map(([, type]) => type),
  );
  const byDevice = new Map<string, Mount>();
  for (const line of mounts.split('\n')) {
    const [device, point, type, options] = line.split(' ').map(unescapeOctal);
    if (!device || !point || !type || withoutDisk.has(type) || SYSTEM_POINT.test(point)) {
      continue;
    }
    const known = byDevice.get(device);
    if (!known || point.length < known.point.length) {
      byDevice.set(device, { device, point, type, options: options ?? '' });
    }
  }
  return [...byDevice.values()];
}

const unescapeOctal = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
