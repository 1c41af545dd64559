import { expect, test } from 'vitest';
import { undeclaredFields } from '../../../testing.ts';
import { hostFiles } from '../host-files.ts';
import { systemFilesystem } from './metricset.ts';
import { parseMounts } from './mounts.ts';

const metricset = systemFilesystem(hostFiles('/'));
const mount = { device: '/dev/vda1', point: '/', type: 'ext4', options: 'rw' };

test('what is kept for root is neither used nor available', () => {
  const space = { bsize: 4096n, blocks: 1000n, bfree: 400n, bavail: 350n, files: 100n, ffree: 60n };
  const events = metricset.map([{ mount, ...space }], new Date(0));
  expect(events).toEqual([
    {
      '@timestamp': '1970-01-01T00:00:00.000Z',
      'system.filesystem.device_name': '/dev/vda1',
      'system.filesystem.mount_point': '/',
      'system.filesystem.type': 'ext4',
      'system.filesystem.options': 'rw',
      'system.filesystem.total': 4_096_000,
      'system.filesystem.free': 1_638_400,
      'system.filesystem.available': 1_433_600,
      'system.filesystem.used.bytes': 2_457_600,
      'system.filesystem.used.pct': 0.6316,
      'system.filesystem.files': 100,
      'system.filesystem.free_files': 60,
    },
  ]);
  expect(undeclaredFields(events, metricset.fields)).toEqual([]);
});

test('a file system without size is left out', () => {
  const space = { bsize: 4096n, blocks: 0n, bfree: 0n, bavail: 0n, files: 0n, ffree: 0n };
  expect(metricset.map([{ mount, ...space }], new Date(0))).toEqual([]);
});

test('keeps one mount of each disk, with the shortest path, and none of the system itself', () => {
  const mounts = [
    'proc /proc proc rw 0 0',
    'tmpfs /run tmpfs rw 0 0',
    '/dev/vda1 /var/lib/docker/bind ext4 rw 0 0',
    '/dev/vda1 / ext4 rw,relatime 0 0',
    '/dev/vdb1 /mnt/my\\040disk xfs rw 0 0',
    '/dev/loop1 /snap/core squashfs ro 0 0',
    '',
  ].join('\n');
  expect(parseMounts(mounts, 'nodev\tproc\nnodev\ttmpfs\n\text4\n\txfs\n\tsquashfs\n')).toEqual([
    { device: '/dev/vda1', point: '/', type: 'ext4', options: 'rw,relatime' },
    { device: '/dev/vdb1', point: '/mnt/my disk', type: 'xfs', options: 'rw' },
  ]);
});
