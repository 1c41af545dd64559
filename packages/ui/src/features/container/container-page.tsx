import type { ContainerDetail } from '@longshore/common/api/inventory';
import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/call.ts';
import { useShortcuts } from '../../controls/shortcuts.tsx';
import { Empty, Failed, Loading } from '../../controls/states.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import type { Span } from '../../controls/time/time-range.ts';
import { useTitle } from '../../controls/use-title.ts';
import { useUrl } from '../../controls/use-url.ts';
import classes from './container.module.css';
import { ContainerCharts } from './container-charts.tsx';
import { ContainerHead } from './container-head.tsx';
import { ContainerLog } from './container-log.tsx';
import { ContainerSide } from './container-side.tsx';
import { containerQuery } from './queries.ts';
import { SeriesTable } from './series-table.tsx';

/** Everything about one container: facts, charts, processes, events and its log. */
export function ContainerPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams({ strict: false });
  const { span } = usePageTime();
  const detail = useQuery(containerQuery(id, span));
  // Another container's data must never be shown under this one's address.
  const data = detail.data?.container.id.startsWith(id) ? detail.data : undefined;
  useTitle(data?.container.name ?? id.slice(0, 12));
  useBackKey();
  if (detail.isPending || (detail.isPlaceholderData && !data)) {
    return (
      <div className={classes.page}>
        <Loading label={t('container.loading')} rows={[28, 96, 212, 212, 320]} />
      </div>
    );
  }
  if (!data) {
    return <NotShown error={detail.error} onRetry={() => void detail.refetch()} />;
  }
  return (
    <div className={classes.page}>
      <BackLink />
      {detail.isError ? (
        <p className={classes.notice} role="status">
          {t('container.stale', { reason: detail.error.message })}
        </p>
      ) : null}
      <Content data={data} isStale={detail.isPlaceholderData} />
    </div>
  );
}

interface ContentProps {
  readonly data: ContainerDetail & { readonly span: Span };
  readonly isStale: boolean;
}

function Content({ data, isStale }: ContentProps) {
  const { container, processes, events } = data;
  return (
    <>
      <ContainerHead container={container} />
      <ChartsOrNumbers data={data} isStale={isStale} />
      <ContainerSide processes={processes} events={events} />
      <ContainerLog container={container} />
    </>
  );
}

/** The charts, or on demand the numbers behind them. */
function ChartsOrNumbers({ data, isStale }: ContentProps) {
  const { t } = useTranslation();
  const { search, change } = useUrl();
  const asTable = search.charts === 'table';
  return (
    <>
      <button
        type="button"
        className={classes.asTable}
        onClick={() => change({ charts: asTable ? undefined : 'table' }, 'replace')}
      >
        {t(asTable ? 'container.showCharts' : 'container.showNumbers')}
      </button>
      {asTable ? (
        <SeriesTable series={data.series} />
      ) : (
        <ContainerCharts detail={data} isStale={isStale} />
      )}
    </>
  );
}

function NotShown({
  error,
  onRetry,
}: {
  readonly error: Error | null;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation();
  if (error instanceof ApiError && error.status !== 404) {
    return <Failed title={t('container.failed')} error={error} onRetry={onRetry} />;
  }
  return (
    <Empty title={t('container.gone')}>
      <p>{t('container.goneWhy')}</p>
      <BackLink />
    </Empty>
  );
}

function BackLink() {
  const { t } = useTranslation();
  return (
    <Link to="/" className={classes.back}>
      <IconChevronLeft size={14} aria-hidden="true" />
      {t('container.back')}
    </Link>
  );
}

function useBackKey(): void {
  const router = useRouter();
  const shortcuts = useMemo(
    () => [
      { keys: 'Backspace', text: 'shortcuts.back' as const, run: () => router.history.back() },
    ],
    [router],
  );
  useShortcuts(shortcuts);
}
