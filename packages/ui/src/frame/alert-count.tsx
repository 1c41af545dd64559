import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countBySeverity, recentAlertsQuery } from '../api/alerts.ts';
import classes from './frame.module.css';

const SHOWN_MAX = 99;

/** How many alerts the last 24 hours had, in the colour of the worst; nothing when there were none. */
export function AlertCount() {
  const { t } = useTranslation();
  const alerts = useQuery(recentAlertsQuery);
  const groups = alerts.data?.groups ?? [];
  const total = groups.length;
  if (total === 0) {
    return null;
  }
  const { critical, warning, info } = countBySeverity(groups);
  const text = t('frame.alertCount', { critical, warning, info });
  return (
    <span
      className={classes.count}
      data-severity={critical > 0 ? 'critical' : warning > 0 ? 'warning' : 'info'}
      title={text}
    >
      <span aria-hidden="true">{total > SHOWN_MAX ? `${SHOWN_MAX}+` : total}</span>
      <span className="hidden-visually">{text}</span>
    </span>
  );
}
