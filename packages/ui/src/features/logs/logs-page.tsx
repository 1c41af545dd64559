import { Drawer } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/call.ts';
import { Histogram } from '../../charts/histogram.tsx';
import { LogLines } from '../../controls/log-view/log-lines.tsx';
import type { LineActions } from '../../controls/log-view/log-row.tsx';
import { logHistogramQuery } from '../../controls/log-view/queries.ts';
import {
  type LogSelection,
  parseSelection,
  stringifyFilters,
  withFilter,
} from '../../controls/log-view/selection.ts';
import { useLogLines } from '../../controls/log-view/use-log-lines.ts';
import { usePageTime } from '../../controls/time/page-time.tsx';
import { useTitle } from '../../controls/use-title.ts';
import { useUrl } from '../../controls/use-url.ts';
import { parseList, stringifyList } from '../../url-state.ts';
import { FieldPanel } from './field-panel.tsx';
import { FilterPills } from './filter-pills.tsx';
import classes from './logs.module.css';
import { LogsEmpty } from './logs-empty.tsx';
import { LogsTools } from './logs-tools.tsx';
import { QueryBar } from './query-bar.tsx';
import { useFieldList } from './use-field-list.ts';

/** Full-text search over the logs of all containers, and live tail. */
export function LogsPage() {
  const { t } = useTranslation();
  const { search, change } = useUrl();
  const { span, isLive } = usePageTime();
  const selection = useMemo(
    () => parseSelection({ q: search.q, f: search.f }),
    [search.q, search.f],
  );
  const columns = useMemo(() => parseList(search.cols), [search.cols]);
  const request = { selection, span, isLive };
  const lines = useLogLines(request);
  const actions = useLineActions(selection, columns);
  const open = useCallback((id: string | undefined) => change({ open: id }, 'replace'), [change]);
  useTitle(selection.query || undefined, t('pages.logs'));
  const { error } = lines.search;
  const refusal = error instanceof ApiError && error.status === 400 ? error.message : undefined;
  const wraps = search.wrap === 'on';
  const fields = useFieldList();
  return (
    <div className={classes.page}>
      <h1 className="hidden-visually">{t('pages.logs')}</h1>
      <QueryBar query={selection.query} refusal={refusal} />
      <FilterPills filters={selection.filters} />
      <HistogramPanel selection={selection} />
      <div className={classes.body}>
        {fields.isShown ? (
          <FieldPlace isDrawer={fields.isDrawer} onClose={fields.toggle}>
            <FieldPanel selection={selection} span={span} columns={columns} actions={actions} />
          </FieldPlace>
        ) : null}
        <section className={classes.lines} aria-label={t('logs.table')}>
          <LogsTools lines={lines} wraps={wraps} fields={fields} />
          <LogLines
            request={request}
            lines={lines}
            empty={<LogsEmpty selection={selection} isLive={isLive} />}
            columns={columns}
            wraps={wraps}
            showsContainer
            openId={search.open}
            onOpen={open}
            actions={actions}
          />
        </section>
      </div>
    </div>
  );
}

/** Beside the lines, or over them where there is no room beside. */
function FieldPlace({
  isDrawer,
  onClose,
  children,
}: {
  readonly isDrawer: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return isDrawer ? (
    <Drawer opened onClose={onClose} size={300} title={t('logs.fieldList')}>
      {children}
    </Drawer>
  ) : (
    children
  );
}

function useLineActions({ filters }: LogSelection, columns: readonly string[]): LineActions {
  const { change } = useUrl();
  return useMemo(
    () => ({
      addFilter: (filter) => change({ f: stringifyFilters(withFilter(filters, filter)) }),
      toggleColumn: (field) => {
        const others = columns.filter((column) => column !== field);
        const isShown = others.length < columns.length;
        change({ cols: stringifyList(isShown ? others : [...columns, field]) });
      },
    }),
    [change, filters, columns],
  );
}

/** Widths are rounded to this many bars, so that dragging a window's edge does not search again and again. */
const BARS_STEP = 20;
const BAR_PX = 9;

function HistogramPanel({ selection }: { readonly selection: LogSelection }) {
  const { t } = useTranslation();
  const { span, zoom, zoomOut } = usePageTime();
  const { ref, width } = useElementSize();
  const points = Math.max(BARS_STEP, Math.round(width / BAR_PX / BARS_STEP) * BARS_STEP);
  const histogram = useQuery({
    ...logHistogramQuery(selection, span, points),
    enabled: width > 0,
  });
  return (
    <div ref={ref} className={classes.histogram} aria-busy={histogram.isFetching}>
      {histogram.data ? (
        <div data-stale={histogram.isPlaceholderData}>
          <Histogram {...histogram.data} onZoom={zoom} onZoomOut={zoomOut} />
        </div>
      ) : null}
      {histogram.isError &&
      !(histogram.error instanceof ApiError && histogram.error.status === 400) ? (
        <p className={classes.quiet}>{t('logs.noHistogram')}</p>
      ) : null}
    </div>
  );
}
