import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import type { LogSelection } from '../../controls/log-view/selection.ts';
import { Empty } from '../../controls/states.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import { useRangeText } from '../../controls/time/use-range-text.ts';
import { useUrl } from '../../controls/use-url.ts';

/** Why no line is shown, and the way out. */
export function LogsEmpty({
  selection: { query, filters },
  isLive,
}: {
  readonly selection: LogSelection;
  readonly isLive: boolean;
}) {
  const { t } = useTranslation();
  const { change } = useUrl();
  const { range, setRange } = usePageTime();
  const textOf = useRangeText();
  const isNarrowed = query !== '' || filters.length > 0;
  return (
    <Empty
      title={t(isNarrowed ? 'logs.empty.filtered' : 'logs.empty.none', { range: textOf(range) })}
    >
      <p>{t(isLive ? 'logs.empty.live' : isNarrowed ? 'logs.empty.widen' : 'logs.empty.why')}</p>
      <div>
        {isNarrowed ? (
          <Button onClick={() => change({ q: undefined, f: undefined })}>
            {t('logs.empty.clear')}
          </Button>
        ) : null}{' '}
        <Button onClick={() => setRange({ from: 'now-24h', to: 'now' })}>
          {t('logs.empty.day')}
        </Button>
      </div>
    </Empty>
  );
}
