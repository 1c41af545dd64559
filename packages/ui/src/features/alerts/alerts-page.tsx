import type { Alert } from '@longshore/common/api/alerts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { alertsQuery, countBySeverity } from '../../api/alerts.ts';
import { Empty, Failed, Loading } from '../../controls/states.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import type { Span } from '../../controls/time/time-range.ts';
import { useRangeText } from '../../controls/time/use-range-text.ts';
import { useNow } from '../../controls/use-now.ts';
import { useTitle } from '../../controls/use-title.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { AlertText, SeverityMark } from './alert-text.tsx';
import classes from './alerts.module.css';

/** Everything that was alerted about in the range, newest first. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { span, range } = usePageTime();
  const textOf = useRangeText();
  const alerts = useQuery({ ...alertsQuery(timesOf(span)), placeholderData: keepPreviousData });
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
  const { total, alerts: shown } = alerts.data;
  return (
    <div className={classes.page}>
      <h1>{t('pages.alerts')}</h1>
      {shown.length === 0 ? (
        <Empty title={t('alerts.none', { range: textOf(range) })}>
          <p>{t('alerts.watched')}</p>
        </Empty>
      ) : (
        <>
          <p className={classes.summary}>
            {t('alerts.summary', { count: total, ...countBySeverity(shown) })}
          </p>
          <AlertTable alerts={shown} isStale={alerts.isPlaceholderData} />
          {total > shown.length ? (
            <p className={classes.summary}>{t('alerts.more', { shown: shown.length, total })}</p>
          ) : null}
        </>
      )}
    </div>
  );
}

function timesOf({ fromMs, toMs }: Span) {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** The page of the container opens on this much time around the alert. */
const AROUND_MS = 15 * 60_000;

/** How often "3 m ago" is renewed. */
const CLOCK_MS = 10_000;

function AlertTable({
  alerts,
  isStale,
}: {
  readonly alerts: readonly Alert[];
  readonly isStale: boolean;
}) {
  const { t } = useTranslation();
  const nowMs = useNow(CLOCK_MS);
  return (
    <table className={classes.table} data-stale={isStale} aria-label={t('pages.alerts')}>
      <thead>
        <tr>
          <th scope="col">{t('alerts.column.time')}</th>
          <th scope="col">{t('alerts.column.severity')}</th>
          <th scope="col">{t('alerts.column.container')}</th>
          <th scope="col">{t('alerts.column.what')}</th>
          <th scope="col">{t('alerts.column.host')}</th>
          <th scope="col">{t('alerts.column.image')}</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <AlertRow key={alert.id} alert={alert} nowMs={nowMs} />
        ))}
      </tbody>
    </table>
  );
}

function AlertRow({ alert, nowMs }: { readonly alert: Alert; readonly nowMs: number }) {
  const format = useFormat();
  const atMs = Date.parse(alert.at);
  return (
    <tr>
      <td>
        <time dateTime={alert.at}>{format.time(atMs, { date: true })}</time>
        <small>{format.relative(atMs, nowMs)}</small>
      </td>
      <td>
        <SeverityMark severity={alert.severity} />
      </td>
      <td>
        <Link
          to="/containers/$id"
          params={{ id: alert.containerId }}
          search={timesOf({ fromMs: atMs - AROUND_MS, toMs: atMs + AROUND_MS })}
          className={classes.link}
        >
          {alert.containerName}
        </Link>
      </td>
      <td>
        <AlertText alert={alert} />
      </td>
      <td className={classes.dim}>{alert.host ?? '—'}</td>
      <td className={classes.dim} title={alert.image ?? ''}>
        {alert.image ?? '—'}
      </td>
    </tr>
  );
}
