import type { Inventory } from '@longshore/common/api/inventory';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useLiveInventory } from '../../api/inventory.ts';
import { Failed, Loading } from '../../controls/states.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import { useTitle } from '../../controls/use-title.ts';
import { useUrl } from '../../controls/use-url.ts';
import { stringifySort } from '../../url-state.ts';
import { ContainerTable } from './container-table.tsx';
import classes from './home.module.css';
import { HomeEmpty } from './home-empty.tsx';
import { HostCard } from './host-card.tsx';
import { ProblemBanner } from './problem-banner.tsx';
import { TableTools } from './table-tools.tsx';
import { useShownContainers } from './use-shown-containers.ts';
import { VerdictLine } from './verdict-line.tsx';

/** All hosts and containers, live: the answer to "what is eating what, right now?". */
export function HomePage() {
  const { t } = useTranslation();
  const { isLive, refreshes } = usePageTime();
  const { search } = useUrl();
  const { inventory, isPolling } = useLiveInventory(isLive, refreshes);
  useTitle(search.filter, t('pages.home'));
  if (inventory.isPending) {
    return (
      <div className={classes.page}>
        <Loading label={t('home.loading')} rows={[28, 168, 36, 520]} />
      </div>
    );
  }
  if (inventory.isError && !inventory.data) {
    const retry = () => void inventory.refetch();
    return <Failed title={t('home.failed')} error={inventory.error} onRetry={retry} />;
  }
  return (
    <div className={classes.page}>
      <h1 className="hidden-visually">{t('pages.home')}</h1>
      {isPolling || inventory.isError ? (
        <p className={classes.notice} role="status">
          {t(inventory.isError ? 'home.stale' : 'home.polling')}
        </p>
      ) : null}
      <ProblemBanner problems={inventory.data.problems} />
      <Overview inventory={inventory.data} />
    </div>
  );
}

function Overview({ inventory }: { readonly inventory: Inventory }) {
  const { change } = useUrl();
  const isNarrow = useMediaQuery('(max-width: 720px)', undefined, {
    getInitialValueInEffect: false,
  });
  const shown = useShownContainers(inventory);
  const nowMs = Date.parse(inventory.at);
  if (inventory.hosts.length === 0 && inventory.containers.length === 0) {
    return <HomeEmpty hasProblems={inventory.problems.length > 0} />;
  }
  return (
    <>
      <VerdictLine inventory={inventory} />
      <div className={classes.cards}>
        {inventory.hosts.map((host) => (
          <HostCard key={host.name} host={host} nowMs={nowMs} />
        ))}
      </div>
      <section className={classes.containers}>
        <TableTools shown={shown} />
        {shown.rows.length > 0 ? (
          <ContainerTable
            rows={shown.rows}
            hosts={inventory.hosts}
            sort={shown.sort}
            onSort={(sort) => change({ sort: stringifySort(sort) })}
            nowMs={nowMs}
            isNarrow={isNarrow}
          />
        ) : (
          <HomeEmpty hasProblems={inventory.problems.length > 0} shown={shown} />
        )}
      </section>
    </>
  );
}
