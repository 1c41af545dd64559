import { expect, test } from 'vitest';
import { type Machine, readMachine, whyUnsupported } from './platform.ts';

const good: Machine = {
  platform: 'linux-x64',
  cpuInfo: 'flags : fpu sse4_2 avx avx2 bmi2',
  hasGlibc: true,
  isInstalled: () => true,
};

test('this machine, which runs the other tests, is supported', () => {
  expect(whyUnsupported(readMachine())).toBeUndefined();
});

test.each([
  ['another system', { platform: 'win32-x64' }, 'WSL2'],
  ['musl', { hasGlibc: false }, 'glibc'],
  ['a processor without AVX2', { cpuInfo: 'flags : fpu sse4_2 avx' }, 'AVX2'],
  [
    'optional packages that were left out',
    { isInstalled: () => false },
    '[@chdb/lib-linux-x64-gnu]',
  ],
] as const)('%s is refused with what to do about it', (_, difference, hint) => {
  expect(whyUnsupported({ ...good, ...difference })).toContain(hint);
});

test('AVX2 is asked for only where the engine needs it', () => {
  const arm = { ...good, platform: 'linux-arm64', cpuInfo: 'Features : fp asimd' };
  expect(whyUnsupported(arm)).toBeUndefined();
});
