import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './time.module.css';
import { chooseZone, useZone } from './zone.ts';

/** The zone that times are shown and typed in, with what it is called. */
export function ZoneChoice() {
  const { t } = useTranslation();
  const zone = useZone();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <div className={classes.zone}>
      <span>
        {zone === 'utc' ? t('time.zoneUtc') : t('time.zone', { zone: `${timeZone}, ${offset()}` })}
      </span>
      <SegmentedControl
        size="xs"
        aria-label={t('time.zoneTitle')}
        value={zone}
        onChange={(chosen) => chooseZone(chosen === 'utc' ? 'utc' : 'browser')}
        data={[
          { value: 'browser', label: t('time.zoneBrowser') },
          { value: 'utc', label: 'UTC' },
        ]}
      />
    </div>
  );
}

/** `UTC+09:00`: how far the reader's clock is from UTC at present. */
function offset(): string {
  const minutes = -new Date().getTimezoneOffset();
  const two = (number: number) => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
