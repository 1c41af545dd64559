import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The engine's native part, by platform and architecture. */
const PLATFORM_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};
const CPU_INFO = '/proc/cpuinfo';

/** What the engine needs to know of the machine before it loads its library. */
export interface Machine {
  /** As `linux-x64`. */
  readonly platform: string;
  /** Content of /proc/cpuinfo; empty where there is none. */
  readonly cpuInfo: string;
  /** False on musl, such as Alpine Linux. */
  readonly hasGlibc: boolean;
  readonly isInstalled: (packageName: string) => boolean;
}

/** Why the engine cannot run on this machine and what to do about it; undefined when it can. */
export function whyUnsupported(machine: Machine): string | undefined {
  const packageName = PLATFORM_PACKAGES[machine.platform];
  if (packageName === undefined) {
    return `the storage engine does not exist for ${machine.platform}; it runs on Linux (x64, arm64) and macOS. On Windows use WSL2 or a container`;
  }
  if (machine.platform.startsWith('linux') && !machine.hasGlibc) {
    return 'the storage engine needs glibc, and this system has musl (Alpine?); use a Debian, Ubuntu, Fedora or similar system or image';
  }
  if (
    machine.platform === 'linux-x64' &&
    machine.cpuInfo !== '' &&
    !/\bavx2\b/.test(machine.cpuInfo)
  ) {
    return 'the storage engine needs a processor with AVX2 (x86-64-v3), and /proc/cpuinfo does not show it; in a virtual machine choose the CPU model "host"';
  }
  if (!machine.isInstalled(packageName)) {
    return `the native part of the storage engine [${packageName}] is not installed; run "npm ci" without --omit=optional, on the machine that runs it`;
  }
  return undefined;
}

/** This machine. */
export function readMachine(): Machine {
  const require = createRequire(import.meta.url);
  return {
    platform: `${process.platform}-${process.arch}`,
    cpuInfo: existsSync(CPU_INFO) ? readFileSync(CPU_INFO, 'utf8') : '',
    hasGlibc: process.platform !== 'linux' || readGlibcVersion() !== undefined,
    isInstalled: (packageName) => {
      try {
        require.resolve(`${packageName}/package.json`);
        return true;
      } catch {
        // Not to be found is the answer, not a failure.
        return false;
      }
    },
  };
}

function readGlibcVersion(): unknown {
  const report: unknown = process.report.getReport();
  const { header } = report as { header?: { glibcVersionRuntime?: unknown } };
  return header?.glibcVersionRuntime;
}
