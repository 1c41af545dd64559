import {
  formatByteRate,
  formatBytes,
  formatCores,
  formatCount,
  formatDiskBytes,
  formatDuration,
  formatPercent,
  formatRelativeTime,
  formatShortDuration,
  formatTime,
  type TimeFormat,
} from '@longshore/common/format';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useZone } from '../controls/time/zone.ts';
import { localeOf } from './i18n.ts';

type Maybe = number | null | undefined;

/** The formatter in the language of the UI, with times in the chosen zone. */
export function useFormat() {
  const { i18n } = useTranslation();
  const locale = localeOf(i18n.language);
  const zone = useZone();
  return useMemo(
    () => ({
      locale,
      isUtc: zone === 'utc',
      bytes: formatBytes,
      byteRate: formatByteRate,
      diskBytes: formatDiskBytes,
      percent: formatPercent,
      cores: formatCores,
      count: (value: Maybe) => formatCount(value, locale),
      duration: (ms: Maybe) => formatDuration(ms, locale),
      shortDuration: (ms: Maybe) => formatShortDuration(ms, locale),
      relative: (atMs: Maybe, nowMs: number) => formatRelativeTime(atMs, nowMs, locale),
      time: (atMs: Maybe, format?: TimeFormat) =>
        formatTime(atMs, locale, zone === 'utc' ? { ...format, timeZone: 'UTC' } : format),
    }),
    [locale, zone],
  );
}
