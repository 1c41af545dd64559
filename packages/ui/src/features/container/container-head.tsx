import type { Container } from '@longshore/common/api/inventory';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { colorOf } from '../../charts/palette.ts';
import { inStateMs, signalOf } from '../../controls/container-facts.ts';
import { StateMark } from '../../controls/state-mark.tsx';
import { useNow } from '../../controls/use-now.ts';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './container.module.css';

/** How often "for 3 h 20 m" is renewed. */
const CLOCK_MS = 10_000;

/** Who this container is, and the facts that explain trouble. */
export function ContainerHead({ container }: { readonly container: Container }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow(CLOCK_MS);
  const { name, application, image, host, project, service } = container;
  return (
    <header className={classes.head}>
      <div className={classes.titleLine}>
        <i style={{ background: colorOf(name) }} aria-hidden="true" />
        <h1>{name}</h1>
        <StateMark container={container} />
        <span className={classes.dim}>
          {t('container.since', { duration: format.duration(inStateMs(container, nowMs)) })}
        </span>
      </div>
      <p className={classes.origin}>
        {application === null ? null : (
          <strong title={t('home.evidence', { evidence: application.evidence })}>
            {[application.name, application.version].filter(Boolean).join(' ')}
          </strong>
        )}
        <code>{image}</code>
        <Link to="/" search={{ filter: `host:${host}` }}>
          {host}
        </Link>
        {project === null ? null : (
          <Link to="/" search={{ filter: `project:${project}` }}>
            {[project, service].filter(Boolean).join(' / ')}
          </Link>
        )}
      </p>
      <Facts container={container} />
    </header>
  );
}

function Facts({ container }: { readonly container: Container }) {
  const { t } = useTranslation();
  const format = useFormat();
  const when = (time: string | null) =>
    time === null ? '—' : format.time(Date.parse(time), { date: true });
  const { cpuLimitCores, memoryLimitBytes, restarts, health, ports, ipAddresses } = container;
  return (
    <dl className={classes.facts}>
      <ExitFact container={container} />
      <Fact name={t('container.restarts')} level={restarts ? 'warn' : undefined}>
        {restarts ?? '—'}
      </Fact>
      <Fact name={t('container.memoryLimit')} level={memoryLimitBytes === null ? 'dim' : undefined}>
        {memoryLimitBytes === null ? t('container.noMemoryLimit') : format.bytes(memoryLimitBytes)}
      </Fact>
      <Fact name={t('container.cpuLimit')} level={cpuLimitCores === null ? 'dim' : undefined}>
        {cpuLimitCores === null
          ? t('container.noCpuLimit')
          : t('container.cores', { count: cpuLimitCores })}
      </Fact>
      <Fact name={t('container.health')} level={health === 'unhealthy' ? 'bad' : undefined}>
        {healthText(health, t)}
      </Fact>
      <Fact name={t('container.started')}>{when(container.startedAt)}</Fact>
      <Fact name={t('container.created')}>{when(container.createdAt)}</Fact>
      <Fact name={t('container.pids')}>{container.pids ?? '—'}</Fact>
      <Fact name={t('container.ports')}>{ports.join(', ') || '—'}</Fact>
      <Fact name={t('container.addresses')}>{ipAddresses.join(', ') || '—'}</Fact>
      <Fact name="ID">
        <code>{container.id.slice(0, 12)}</code>
      </Fact>
      <Fact name={t('container.command')} isWide>
        <code className={classes.command}>{container.command}</code>
      </Fact>
    </dl>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function healthText(health: string | null, t: Translate): string {
  switch (health) {
    case null:
    case 'none':
      return t('container.noHealthCheck');
    case 'healthy':
    case 'unhealthy':
    case 'starting':
      return t(`container.healthOf.${health}`);
    default:
      return health;
  }
}

/** How it ended, in words: code, signal, and whether memory ran out. */
function ExitFact({
  container: { exitCode, oomKilled, state },
}: {
  readonly container: Container;
}) {
  const { t } = useTranslation();
  if (state === 'running' || state === 'created' || state === 'paused') {
    return oomKilled ? (
      <Fact name={t('container.exit')} level="bad">
        {t('container.outOfMemory')}
      </Fact>
    ) : null;
  }
  const signal = signalOf(exitCode);
  const words =
    signal && exitCode !== null
      ? t('container.exitSignal', { code: exitCode, signal })
      : t('container.exitCode', { code: exitCode ?? '—' });
  return (
    <Fact name={t('container.exit')} level={exitCode === 0 ? undefined : 'bad'}>
      {oomKilled ? `${words}, ${t('container.outOfMemory')}` : words}
    </Fact>
  );
}

function Fact({
  name,
  level,
  isWide = false,
  children,
}: {
  readonly name: string;
  readonly level?: 'bad' | 'warn' | 'dim' | undefined;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div data-wide={isWide}>
      <dt>{name}</dt>
      <dd data-level={level} title={typeof children === 'string' ? children : undefined}>
        {children}
      </dd>
    </div>
  );
}
