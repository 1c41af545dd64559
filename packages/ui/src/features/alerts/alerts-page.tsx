import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { alertGroupsQuery, countBySeverity } from '../../api/alerts.ts';
import { Empty, Failed, Loading } from '../../controls/states.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import type { Span } from '../../controls/time/time-range.ts';
import { useRangeText } from '../../controls/time/use-range-text.ts';
import { useTitle } from '../../controls/use-title.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { AlertTable } from './alert-table.tsx';
import classes from './alerts.module.css';

/** Everything that was alerted about in the range, newest first. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { span, range } = usePageTime();
  const textOf = useRangeText();
  const format = useFormat();
  const alerts = useQuery({
    ...alertGroupsQuery(timesOf(span)),
    placeholderData: keepPreviousData,
  });
  useTitle(t('pages.alerts'));
  if (alerts.isPending) {
    return (
      <div className={classes.page}>
        <Loading label={t('alerts.loading')} rows={[28, 44, 44, 44, 44, 44]} />
      </div>
    );
  }
  if (alerts.isError) {
    const retry = () => void alerts.refetch();
    return <Failed title={t('alerts.failed')} error={alerts.error} onRetry={retry} />;
  }
  const { total, groups, alertsLeftOut } = alerts.data;
  return (
    <div className={classes.page}>
      <h1>{t('pages.alerts')}</h1>
      {groups.length === 0 ? (
        <Empty title={t('alerts.none', { range: textOf(range) })}>
          <p>{t('alerts.watched')}</p>
        </Empty>
      ) : (
        <>
          <p className={classes.summary}>
            {t('alerts.summary', { count: groups.length, ...countBySeverity(groups) })}
            {' · '}
            {t('alerts.events', { count: total, number: format.count(total) })}
          </p>
          <AlertTable groups={groups} isStale={alerts.isPlaceholderData} />
          {alertsLeftOut > 0 ? (
            <p className={classes.summary}>
              {t('alerts.leftOut', {
                count: alertsLeftOut,
                number: format.count(alertsLeftOut),
              })}
            </p>
          ) : null}
        </>
      )}
    </div>
  );
}

function timesOf({ fromMs, toMs }: Span) {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
