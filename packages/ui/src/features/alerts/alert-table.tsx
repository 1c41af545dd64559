import type { AlertGroup } from '@longshore/common/api/alerts';
import { IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { alertsOfGroupQuery, GROUP_ALERTS_MAX } from '../../api/alerts.ts';
import { Loading } from '../../controls/states.tsx';
import { useNow } from '../../controls/use-now.ts';
import { useUrl } from '../../controls/use-url.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { AlertText, SeverityMark } from './alert-text.tsx';
import classes from './alerts.module.css';

/** The page of the container opens on this much time around the alert. */
const AROUND_MS = 15 * 60_000;

/** How often "3 m ago" is renewed. */
const CLOCK_MS = 10_000;

/** One row for each thing that happened; what happened many times can be opened. */
export function AlertTable({
  groups,
  isStale,
}: {
  readonly groups: readonly AlertGroup[];
  readonly isStale: boolean;
}) {
  const { t } = useTranslation();
  const nowMs = useNow(CLOCK_MS);
  const { search, change } = useUrl();
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
      {groups.map((group) => (
        <GroupRows
          key={group.id}
          group={group}
          nowMs={nowMs}
          isOpen={search.open === group.id}
          onOpen={(isOpen) => change({ open: isOpen ? group.id : undefined }, 'replace')}
        />
      ))}
    </table>
  );
}

function GroupRows({
  group,
  nowMs,
  isOpen,
  onOpen,
}: {
  readonly group: AlertGroup;
  readonly nowMs: number;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const firstMs = Date.parse(group.firstAt);
  const lastMs = Date.parse(group.lastAt);
  return (
    <tbody>
      <tr>
        <td>
          <time dateTime={group.lastAt}>{format.time(lastMs, { date: true })}</time>
          <small>{format.relative(lastMs, nowMs)}</small>
        </td>
        <td>
          <SeverityMark severity={group.severity} />
        </td>
        <td>
          <Link
            to="/containers/$id"
            params={{ id: group.containerId }}
            search={{
              from: new Date(lastMs - AROUND_MS).toISOString(),
              to: new Date(lastMs + AROUND_MS).toISOString(),
            }}
            className={classes.link}
            title={group.containerName}
          >
            {group.containerName}
          </Link>
        </td>
        <td className={classes.what}>
          <AlertText alert={group} />
          {group.restarted && group.kind !== 'restarted' ? (
            <span className={classes.dim}> · {t('alerts.restarted')}</span>
          ) : null}
          {group.alerts > 1 ? (
            <button
              type="button"
              className={classes.times}
              aria-expanded={isOpen}
              title={t(isOpen ? 'alerts.hideEvents' : 'alerts.showEvents')}
              onClick={() => onOpen(!isOpen)}
            >
              <IconChevronRight size={13} aria-hidden="true" />
              <b>{t('alerts.times', { count: group.times, number: format.count(group.times) })}</b>{' '}
              {group.times > 1 ? (
                <span>{t('alerts.since', { time: format.time(firstMs, { date: true }) })}</span>
              ) : null}
            </button>
          ) : null}
        </td>
        <td className={classes.dim} title={group.host ?? ''}>
          {group.host ?? '—'}
        </td>
        <td className={classes.dim} title={group.image ?? ''}>
          {group.image ?? '—'}
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={6} className={classes.events}>
            <Events group={group} />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Events({ group }: { readonly group: AlertGroup }) {
  const { t } = useTranslation();
  const format = useFormat();
  const alerts = useQuery({ ...alertsOfGroupQuery(group), placeholderData: keepPreviousData });
  if (alerts.isPending) {
    return <Loading label={t('alerts.loadingEvents')} rows={[18, 18, 18]} />;
  }
  if (alerts.isError) {
    return <p role="alert">{alerts.error.message}</p>;
  }
  return (
    <>
      <ol>
        {alerts.data.map((alert) => (
          <li key={alert.id}>
            <time dateTime={alert.at}>{format.time(Date.parse(alert.at), { date: true })}</time>
            <span>
              <AlertText alert={alert} />
            </span>
          </li>
        ))}
      </ol>
      {group.alerts > GROUP_ALERTS_MAX ? (
        <p className={classes.dim}>{t('alerts.newestEvents', { shown: alerts.data.length })}</p>
      ) : null}
    </>
  );
}
