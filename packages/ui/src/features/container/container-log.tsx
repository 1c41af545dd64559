import type { Container } from '@longshore/common/api/inventory';
import { IconTextWrap } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../controls/icon-button.tsx';
import { LogLines } from '../../controls/log-view/log-lines.tsx';
import { useLogLines } from '../../controls/log-view/use-log-lines.ts';
import { Empty } from '../../controls/states.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import { useUrl } from '../../controls/use-url.ts';
import classes from './container.module.css';

const NO_COLUMNS: readonly string[] = [];

/** The log of the container, with live tail while the page is live. */
export function ContainerLog({ container: { id, name } }: { readonly container: Container }) {
  const { t } = useTranslation();
  const { search, change } = useUrl();
  const { span, isLive } = usePageTime();
  const selection = useMemo(
    () => ({ query: '', filters: [{ field: 'container.id', value: id, negate: false }] }),
    [id],
  );
  const request = { selection, span, isLive };
  const lines = useLogLines(request);
  const open = useCallback(
    (line: string | undefined) => change({ open: line }, 'replace'),
    [change],
  );
  const wraps = search.wrap === 'on';
  return (
    <section className={classes.log} aria-label={t('container.log')}>
      <header>
        <h2>{t('container.log')}</h2>
        {isLive ? <span className={classes.tailing}>{t('container.tailing')}</span> : null}
        <Link to="/logs" search={{ f: `container.name:${name}` }} className={classes.searchLink}>
          {t('container.searchLog')}
        </Link>
        <IconButton
          label={t('logs.wrap')}
          isOn={wraps}
          onClick={() => change({ wrap: wraps ? undefined : 'on' }, 'replace')}
        >
          <IconTextWrap size={17} stroke={1.6} />
        </IconButton>
      </header>
      <LogLines
        request={request}
        lines={lines}
        empty={
          <Empty title={t('container.noLog')}>
            <p>{t('container.noLogWhy')}</p>
          </Empty>
        }
        columns={NO_COLUMNS}
        wraps={wraps}
        showsContainer={false}
        openId={search.open}
        onOpen={open}
      />
    </section>
  );
}
