import { Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useIsFetching } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../icon-button.tsx';
import { usePageTime } from './page-time.tsx';
import classes from './time.module.css';

/** Switches live on and off, and refreshes now. */
export function LiveControl() {
  const { t } = useTranslation();
  const { isLive, canBeLive, setLive, refresh } = usePageTime();
  const isBusy = useIsFetching() > 0;
  return (
    <>
      <Tooltip label={canBeLive ? t(isLive ? 'live.pause' : 'live.resume') : t('live.fixed')}>
        <button
          type="button"
          className={classes.live}
          aria-pressed={isLive}
          aria-label={t('live.label')}
          disabled={!canBeLive}
          onClick={() => setLive(!isLive)}
        >
          <span className={classes.dot} aria-hidden="true" />
          <span>{t(isLive ? 'live.on' : 'live.off')}</span>
        </button>
      </Tooltip>
      <IconButton label={t('live.refresh')} keys="r" onClick={refresh} aria-busy={isBusy}>
        <IconRefresh size={18} stroke={1.6} />
      </IconButton>
    </>
  );
}
