import type { ContainerEvent, ContainerProcess } from '@longshore/common/api/inventory';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './container.module.css';
import { eventText, isBadEvent } from './event-text.ts';

/** Rows of these lists; more is a matter for the log page. */
const ROWS_MAX = 50;

/** What runs inside, and what happened to the container in the range. */
export function ContainerSide({
  processes,
  events,
}: {
  readonly processes: readonly ContainerProcess[];
  readonly events: readonly ContainerEvent[];
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.side}>
      <section className={classes.panel} aria-label={t('container.processes')}>
        <h2>{t('container.processes')}</h2>
        {processes.length === 0 ? (
          <p className={classes.none}>{t('container.noProcesses')}</p>
        ) : (
          <Processes processes={processes.slice(0, ROWS_MAX)} />
        )}
      </section>
      <section className={classes.panel} aria-label={t('container.events')}>
        <h2>{t('container.events')}</h2>
        {events.length === 0 ? (
          <p className={classes.none}>{t('container.noEvents')}</p>
        ) : (
          <Events events={events} />
        )}
      </section>
    </div>
  );
}

function Processes({ processes }: { readonly processes: readonly ContainerProcess[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col" data-number>
            PID
          </th>
          <th scope="col">{t('container.user')}</th>
          <th scope="col" data-number>
            {t('container.chart.cpu')}
          </th>
          <th scope="col" data-number>
            {t('container.chart.memory')}
          </th>
          <th scope="col">{t('container.command')}</th>
        </tr>
      </thead>
      <tbody>
        {processes.map(({ pid, user, cpuCores, memoryBytes, commandLine }) => (
          <tr key={pid}>
            <td data-number>{pid}</td>
            <td>{user ?? '—'}</td>
            <td data-number>{format.cores(cpuCores)}</td>
            <td data-number>{format.bytes(memoryBytes)}</td>
            <td className={classes.command} title={commandLine}>
              {commandLine}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Events({ events }: { readonly events: readonly ContainerEvent[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const newestFirst = events.toSorted((left, right) => right.at.localeCompare(left.at));
  return (
    <ol className={classes.events}>
      {newestFirst.slice(0, ROWS_MAX).map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events of one kind may share a moment.
        <li key={`${event.at} ${index}`} data-bad={isBadEvent(event)}>
          <time dateTime={event.at}>{format.time(Date.parse(event.at), { date: true })}</time>
          {eventText(event, t)}
        </li>
      ))}
    </ol>
  );
}
