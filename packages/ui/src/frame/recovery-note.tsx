import type { StoreRecovery } from '@longshore/common/api/recovery';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { recoveryQuery, useRecovery } from '../api/recovery.ts';
import { Meter } from '../controls/meter.tsx';
import { useFormat } from '../i18n/use-format.ts';
import classes from './recovery-note.module.css';

/** How often the store is asked whether it has everything, and how far it is. */
const IDLE_MS = 5_000;
const UNDER_WAY_MS = 2_000;

/** Over every page while the store does not have all of its data again: why less is shown, and how far it is. */
export function RecoveryNote() {
  const { t } = useTranslation();
  useQuery({
    ...recoveryQuery,
    refetchInterval: ({ state }) => (state.data?.recovery ? UNDER_WAY_MS : IDLE_MS),
  });
  const recovery = useRecovery();
  useAllAnewAfter(recovery !== undefined);
  return (
    <div className={classes.place}>
      {recovery === undefined ? null : (
        <div className={classes.note}>
          <IconDatabaseImport size={20} stroke={1.6} aria-hidden="true" />
          <div>
            <p role="status">
              <strong>{t('recovery.title')}</strong> {t('recovery.text')}
            </p>
            <Progress recovery={recovery} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Not a part of what a screen reader reads out by itself, since it changes every other second. */
function Progress({ recovery }: { readonly recovery: StoreRecovery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { operations, operationsDone, indices, indicesLeft } = recovery;
  const share = operations === 0 ? 0 : operationsDone / operations;
  return (
    <div className={classes.progress}>
      <Meter share={share} isQuiet />
      <span>
        {t('recovery.progress', {
          percent: format.percent(share),
          done: format.count(operationsDone),
          all: format.count(operations),
          count: indicesLeft,
          total: format.count(indices),
        })}
      </span>
    </div>
  );
}

/** What pages got meanwhile may be a part, or an error: all of it is asked for anew when the store has everything. */
function useAllAnewAfter(isUnderWay: boolean): void {
  const client = useQueryClient();
  const wasUnderWay = useRef(false);
  useEffect(() => {
    if (wasUnderWay.current && !isUnderWay) {
      void client.invalidateQueries();
    }
    wasUnderWay.current = isUnderWay;
  }, [client, isUnderWay]);
}
