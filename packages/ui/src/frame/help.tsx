import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useBoundShortcuts } from '../controls/shortcuts.tsx';
import classes from './dialogs.module.css';
import { keyName } from './key-name.ts';

/** The keys that work on this page, made from the table that binds them. */
export function Help({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const bound = useBoundShortcuts();
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('shortcuts.title')} size={420} padding="lg">
      <dl className={classes.keys}>
        <div>
          <dt>
            <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">K</Kbd>
          </dt>
          <dd>{t('jump.open')}</dd>
        </div>
        {isOpen
          ? bound().map(({ keys, text }) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <Kbd key={key} size="xs">
                      {keyName(key)}
                    </Kbd>
                  ))}
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))
          : null}
      </dl>
    </Modal>
  );
}
