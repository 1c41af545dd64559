import { formatByteRate, formatBytes, formatCores, formatDiskBytes, formatPercent, type TimeFormat } from '@longshore/common/format';
type Maybe = number | null | undefined;
/** The formatter in the language of the UI. */
export declare function useFormat(): {
    locale: import("@longshore/common/format").Locale;
    bytes: typeof formatBytes;
    byteRate: typeof formatByteRate;
    diskBytes: typeof formatDiskBytes;
    percent: typeof formatPercent;
    cores: typeof formatCores;
    count: (value: Maybe) => string;
    duration: (ms: Maybe) => string;
    shortDuration: (ms: Maybe) => string;
    relative: (atMs: Maybe, nowMs: number) => string;
    time: (atMs: Maybe, format?: TimeFormat) => string;
};
export {};
//# sourceMappingURL=use-format.d.ts.map