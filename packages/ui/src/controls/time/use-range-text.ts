import { useTranslation } from 'react-i18next';
import { localeOf } from '../../i18n/i18n.ts';
import { labelOf, type TimeRange } from './time-range.ts';

const UNITS = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  y: 'year',
} as const;

/** The words for a range: "Last 15 minutes", "Yesterday", "Nov 22 09:00 – 10:00". */
export function useRangeText(): (range: TimeRange) => string {
  const { t, i18n } = useTranslation();
  return (range) => {
    const label = labelOf(range, Date.now(), localeOf(i18n.language));
    switch (label.kind) {
      case 'last': {
        const unit = UNITS[label.unit as keyof typeof UNITS];
        return t(`time.last.${unit}`, { count: label.count });
      }
      case 'named':
        return t(`time.${label.name}`);
      case 'between':
        return label.text;
    }
  };
}
