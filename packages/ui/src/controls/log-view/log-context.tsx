import type { LogLine } from '@longshore/common/api/logs';
import { levelOf } from '@longshore/common/log-level';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../button.tsx';
import { Loading } from '../states.tsx';
import classes from './log-context.module.css';
import { readMessage } from './message.ts';
import { logContextQuery } from './queries.ts';

/** Longer messages are cut; the line itself has all of it. */
const MESSAGE_CHARACTERS_MAX = 400;

/** What the container wrote around a line, newest first as everywhere, whatever the query of the page is. */
export function LogContext({ line }: { readonly line: LogLine }) {
  const { t } = useTranslation();
  const newer = useInfiniteQuery(logContextQuery(line, 'oldest'));
  const older = useInfiniteQuery(logContextQuery(line, 'newest'));
  if (newer.isPending || older.isPending) {
    return <Loading label={t('logs.contextLoading')} rows={[20, 20, 20, 20, 20]} />;
  }
  const error = newer.error ?? older.error;
  if (error) {
    return (
      <p role="alert">
        {t('logs.contextFailed')} {error.message}
      </p>
    );
  }
  const before = older.data?.pages.flatMap(({ lines }) => lines) ?? [];
  const after = newer.data?.pages.flatMap(({ lines }) => lines).toReversed() ?? [];
  return (
    <section
      className={classes.context}
      aria-label={t('logs.contextOf', { name: line.containerName ?? line.host ?? '—' })}
    >
      <More query={newer} text={t('logs.newerLines')} end={t('logs.noNewer')} />
      <ol>
        {[...after, line, ...before].map((neighbour) => (
          <Neighbour key={neighbour.id} line={neighbour} isAnchor={neighbour === line} />
        ))}
      </ol>
      <More query={older} text={t('logs.olderLines')} end={t('logs.noOlder')} />
    </section>
  );
}

function More({
  query: { hasNextPage, isFetchingNextPage, fetchNextPage },
  text,
  end,
}: {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly text: string;
  readonly end: string;
}) {
  return hasNextPage ? (
    <Button disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
      {text}
    </Button>
  ) : (
    <p>{end}</p>
  );
}

function Neighbour({ line, isAnchor }: { readonly line: LogLine; readonly isAnchor: boolean }) {
  const format = useFormat();
  const { text, rest } = readMessage(line.message);
  const words = [text, ...rest.map(([key, value]) => `${key}=${value}`)].join(' ');
  return (
    <li data-level={levelOf(line.level)} aria-current={isAnchor ? 'true' : undefined}>
      <time dateTime={line.at}>{format.time(Date.parse(line.at), { ms: true })}</time>
      <span>{words.slice(0, MESSAGE_CHARACTERS_MAX)}</span>
    </li>
  );
}
