import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/call.ts';
import { useRecovery } from '../../api/recovery.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Failed, Loading } from '../states.tsx';
import type { LineActions } from './log-row.tsx';
import { LogTable } from './log-table.tsx';
import classes from './log-view.module.css';
import { termsOf } from './marks.ts';
import type { LogRequest, useLogLines } from './use-log-lines.ts';

/** The lines of a view in each of its states; the states are the same on every page that shows lines. */
export function LogLines({
  request: { selection, isLive },
  lines: { search, lines, tail },
  empty,
  columns,
  wraps,
  showsContainer,
  openId,
  onOpen,
  actions,
}: {
  readonly request: LogRequest;
  readonly lines: ReturnType<typeof useLogLines>;
  readonly empty: ReactNode;
  readonly columns: readonly string[];
  readonly wraps: boolean;
  readonly showsContainer: boolean;
  readonly openId: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
  readonly actions?: LineActions;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const isRecovering = useRecovery() !== undefined;
  const terms = useMemo(() => termsOf(selection.query), [selection.query]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = search;
  const onOlder = useMemo(
    () => (hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  if (search.isPending) {
    return <Loading label={t('logs.loading')} rows={Array.from({ length: 14 }, () => 22)} />;
  }
  if (search.isError && lines.length === 0) {
    // What is wrong with the query is said under the query itself.
    const isRefused = search.error instanceof ApiError && search.error.status === 400;
    return isRefused ? null : (
      <Failed title={t('logs.failed')} error={search.error} onRetry={() => void search.refetch()} />
    );
  }
  if (lines.length === 0) {
    return empty;
  }
  return (
    <>
      {isLive && !isRecovering && (tail.failure !== undefined || tail.state === 'broken') ? (
        <div className={classes.note} role="status">
          {tail.failure ?? t('logs.tailBroken')}
        </div>
      ) : null}
      {tail.skipped > 0 ? (
        <div className={classes.note} role="status">
          {t('logs.skipped', { count: tail.skipped, number: format.count(tail.skipped) })}
        </div>
      ) : null}
      <div
        className={`${classes.frame} ${search.isPlaceholderData ? classes.stale : ''}`}
        aria-busy={search.isPlaceholderData}
      >
        <LogTable
          lines={lines}
          terms={terms}
          columns={columns}
          wraps={wraps}
          showsContainer={showsContainer}
          tail={isLive ? tail : undefined}
          onOlder={onOlder}
          openId={openId}
          onOpen={onOpen}
          actions={actions}
        />
      </div>
    </>
  );
}
