import type { Inventory } from '@longshore/common/api/inventory';
import { IconAlertTriangleFilled, IconCircleCheckFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import classes from './home.module.css';
import { verdictOf } from './verdict.ts';

/** Containers that the sentence names; the rest is counted. */
const NAMED_MAX = 3;

/** One sentence that says whether somebody is needed; its nouns are links. */
export function VerdictLine({ inventory }: { readonly inventory: Inventory }) {
  const { t } = useTranslation();
  const { hosts, running, stopped, needs } = verdictOf(inventory, Date.parse(inventory.at));
  const isFine = needs.length === 0;
  const allFine = inventory.problems.length === 0 ? t('home.allFine') : t('home.partlyFine');
  const sentence = isFine ? allFine : t('home.needYou', { count: needs.length });
  const Icon = isFine ? IconCircleCheckFilled : IconAlertTriangleFilled;
  return (
    <p className={classes.verdict} data-fine={isFine} aria-live="polite">
      <Icon size={20} aria-hidden="true" />
      <span>
        {t('home.hosts', { count: hosts })}, {t('home.running', { count: running })}
        {stopped > 0 ? (
          <>
            {', '}
            <Link to="/" search={{ filter: 'state:exited' }}>
              {t('home.stopped', { count: stopped })}
            </Link>
          </>
        ) : null}
        {'. '}
        <strong>{sentence}</strong>{' '}
        {needs.slice(0, NAMED_MAX).map(({ container, word }, index) => (
          <span key={container.id}>
            {index > 0 ? ', ' : ''}
            <Trans
              i18nKey={`home.need.${word}` as 'home.need.unhealthy'}
              values={{
                name: container.name,
                host: container.host,
                restarts: container.restarts ?? 0,
              }}
              components={{
                who: <Link to="/containers/$id" params={{ id: container.id }} />,
                where: <Link to="/" search={{ filter: `host:${container.host}` }} />,
              }}
            />
          </span>
        ))}
        {needs.length > NAMED_MAX ? t('home.andMore', { count: needs.length - NAMED_MAX }) : null}
        {needs.length > 0 && needs.length <= NAMED_MAX ? '.' : null}
      </span>
    </p>
  );
}
