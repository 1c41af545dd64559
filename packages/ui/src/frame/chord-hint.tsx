import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useBoundShortcuts, usePendingKey } from '../controls/shortcuts.tsx';
import classes from './dialogs.module.css';
import { keyName } from './key-name.ts';

/** While the second key of a chord is waited for: which ones there are. */
export function ChordHint() {
  const { t } = useTranslation();
  const pending = usePendingKey();
  const bound = useBoundShortcuts();
  if (pending === undefined) {
    return null;
  }
  const chords = bound().filter(({ keys }) => keys.startsWith(`${pending} `) || keys === pending);
  return (
    <div className={classes.chords} role="status">
      {chords.map(({ keys, text }) => (
        <span key={keys}>
          <Kbd size="xs">{keyName(keys.split(' ').at(-1) ?? keys)}</Kbd> {t(text)}
        </span>
      ))}
    </div>
  );
}
