import { IconBell, IconFileText, IconLayoutDashboard } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PAGES, pageOf } from '../pages.ts';
import { AlertCount } from './alert-count.tsx';
import classes from './frame.module.css';

const ICONS = { home: IconLayoutDashboard, logs: IconFileText, alerts: IconBell } as const;

/** The mark of the product: three containers, stacked. */
export function Brand() {
  return (
    <Link to="/" aria-label="Longshore">
      <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#2563c9" />
        <g fill="#fff">
          <rect x="7" y="17" width="8" height="7" rx="1.5" />
          <rect x="17" y="17" width="8" height="7" rx="1.5" opacity=".75" />
          <rect x="12" y="8" width="8" height="7" rx="1.5" />
        </g>
      </svg>
    </Link>
  );
}

/** The way to the pages. Only what exists is listed. */
export function Rail() {
  const { t } = useTranslation();
  const current = pageOf(useLocation().pathname);
  return (
    <nav className={classes.rail} aria-label={t('frame.pages')}>
      {PAGES.map(({ name, path }) => {
        const Icon = ICONS[name];
        return (
          <Link
            key={path}
            to={path}
            className={classes.entry}
            aria-current={current.name === name ? 'page' : undefined}
          >
            <Icon size={20} stroke={1.6} aria-hidden="true" />
            {t(`pages.${name}`)}
            {name === 'alerts' ? <AlertCount /> : null}
          </Link>
        );
      })}
    </nav>
  );
}
