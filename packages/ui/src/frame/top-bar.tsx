import { Kbd } from '@mantine/core';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../controls/icon-button.tsx';
import { LiveControl } from '../controls/time/live-control.tsx';
import { TimeControl } from '../controls/time/time-control.tsx';
import { pageOf } from '../pages.ts';
import classes from './frame.module.css';
import { Preferences } from './preferences.tsx';

/** The bar over every page: search or jump, the time, live, and what is the reader's own choice. */
export function TopBar({
  isTimeOpen,
  onTime,
  onJump,
  onHelp,
}: {
  readonly isTimeOpen: boolean;
  readonly onTime: (isOpen: boolean) => void;
  readonly onJump: () => void;
  readonly onHelp: () => void;
}) {
  const { t } = useTranslation();
  const page = pageOf(useLocation().pathname);
  return (
    <header className={classes.bar}>
      <button type="button" className={classes.jump} onClick={onJump} aria-label={t('jump.open')}>
        <IconSearch size={15} stroke={1.8} aria-hidden="true" />
        <span>{t('jump.open')}</span>
        <Kbd size="xs">{navigator.platform.startsWith('Mac') ? '⌘ K' : 'Ctrl K'}</Kbd>
      </button>
      <div className={classes.spring} />
      {page.range ? <TimeControl isOpen={isTimeOpen} onOpen={onTime} /> : null}
      <LiveControl />
      <span className={classes.help}>
        <IconButton label={t('shortcuts.title')} keys="?" onClick={onHelp}>
          <IconKeyboard size={18} stroke={1.6} />
        </IconButton>
      </span>
      <Preferences />
    </header>
  );
}
