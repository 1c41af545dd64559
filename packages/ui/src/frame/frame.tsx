import { Outlet, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../controls/shortcuts.tsx';
import { usePageTime } from '../controls/time/page-time.tsx';
import { PAGES } from '../pages.ts';
import { ChordHint } from './chord-hint.tsx';
import classes from './frame.module.css';
import { Help } from './help.tsx';
import { Jump } from './jump.tsx';
import { Brand, Rail } from './rail.tsx';
import { RecoveryNote } from './recovery-note.tsx';
import { TopBar } from './top-bar.tsx';

type Dialog = 'jump' | 'help' | 'time' | undefined;

/** What every page has around it: the rail, the bar, the dialogs and the keys that work everywhere. */
export function Frame() {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<Dialog>();
  useFrameShortcuts(setDialog);
  const close = () => setDialog(undefined);
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        {t('frame.skip')}
      </a>
      <div className={classes.brand}>
        <Brand />
      </div>
      <TopBar
        isTimeOpen={dialog === 'time'}
        onTime={(isOpen) => setDialog(isOpen ? 'time' : undefined)}
        onJump={() => setDialog('jump')}
        onHelp={() => setDialog('help')}
      />
      <Rail />
      <RecoveryNote />
      <main id="main" className={classes.main} tabIndex={-1} data-scroll-restoration-id="main">
        <Outlet />
      </main>
      <Jump isOpen={dialog === 'jump'} onOpen={() => setDialog('jump')} onClose={close} />
      <ChordHint />
      <Help isOpen={dialog === 'help'} onClose={close} />
    </div>
  );
}

function useFrameShortcuts(show: (dialog: Dialog) => void): void {
  const navigate = useNavigate();
  const { refresh } = usePageTime();
  const shortcuts = useMemo(
    () => [
      { keys: '?', text: 'shortcuts.help' as const, run: () => show('help') },
      ...PAGES.map(({ name, path, chord }) => ({
        keys: `g ${chord}`,
        text: `shortcuts.go.${name}` as const,
        run: () => void navigate({ to: path }),
      })),
      { keys: 'r', text: 'shortcuts.refresh' as const, run: refresh },
    ],
    [navigate, refresh, show],
  );
  useShortcuts(shortcuts);
}
