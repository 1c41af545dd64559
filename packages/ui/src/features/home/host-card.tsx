import type { Host } from '@longshore/common/api/inventory';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Sparkline } from '../../charts/sparkline.tsx';
import { Meter } from '../../controls/meter.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './home.module.css';
import { hostFigures, isSilent } from './host-figures.ts';

/** One host at a glance: CPU, memory, its fullest disk, load and containers. */
export function HostCard({ host, nowMs }: { readonly host: Host; readonly nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const silent = isSilent(host, nowMs);
  return (
    <article className={classes.card} data-silent={silent} aria-label={host.name}>
      <header className={classes.cardHead}>
        <h2>
          <Link to="/" search={{ filter: `host:${host.name}` }}>
            {host.name}
          </Link>
        </h2>
        <span className={classes.dim} title={`${host.os} · ${host.kernel}`}>
          {host.os}
        </span>
        <span className={classes.uptime}>
          {silent
            ? t('home.silent', { time: format.relative(Date.parse(host.lastSeen), nowMs) })
            : t('home.up', { duration: format.duration(host.uptimeMs) })}
        </span>
      </header>
      <div className={classes.meters}>
        <CpuMeter host={host} />
        <MemoryMeter host={host} />
        <DiskMeter host={host} />
      </div>
      <CardFoot host={host} />
    </article>
  );
}

function Line({
  label,
  value,
  detail,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly detail: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.meterLine}>
      <div className={classes.meterText}>
        <span>{label}</span>
        <strong>{value}</strong>
        <small>{detail}</small>
      </div>
      {children}
    </div>
  );
}

function CpuMeter({ host }: { readonly host: Host }) {
  const { t } = useTranslation();
  const format = useFormat();
  const used = host.cpu !== null && host.cores !== null ? host.cpu * host.cores : null;
  return (
    <div className={classes.withSpark}>
      <Line
        label={t('home.cpu')}
        value={format.percent(host.cpu)}
        detail={t('home.ofCores', { used: format.cores(used), cores: host.cores ?? '—' })}
      >
        <Meter share={host.cpu} />
      </Line>
      <Sparkline values={host.cpuSparkline} width={72} height={26} max={0.2} />
    </div>
  );
}

function MemoryMeter({ host }: { readonly host: Host }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { memoryShare, limitsShare } = hostFigures(host);
  return (
    <div className={classes.withSpark}>
      <Line
        label={t('home.memory')}
        value={format.percent(memoryShare)}
        detail={
          <>
            {t('home.of', {
              used: format.bytes(host.memoryUsedBytes),
              total: format.bytes(host.memoryTotalBytes),
            })}
            {' · '}
            <span title={t('home.limitsHint', { count: host.containersWithoutLimit })}>
              {t('home.limits', { share: format.percent(limitsShare) })}
            </span>
          </>
        }
      >
        <Meter share={memoryShare} tick={limitsShare} />
      </Line>
      <Sparkline values={host.memorySparkline} width={72} height={26} max={0.2} />
    </div>
  );
}

function DiskMeter({ host: { fullestDisk } }: { readonly host: Host }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = fullestDisk && fullestDisk.usedBytes / fullestDisk.totalBytes;
  return (
    <Line
      label={t('home.disk')}
      value={format.percent(share)}
      detail={
        fullestDisk
          ? `${t('home.of', {
              used: format.diskBytes(fullestDisk.usedBytes),
              total: format.diskBytes(fullestDisk.totalBytes),
            })} · ${fullestDisk.mount}`
          : ''
      }
    >
      <Meter share={share} />
    </Line>
  );
}

function CardFoot({ host }: { readonly host: Host }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { loadLevel } = hostFigures(host);
  return (
    <footer className={classes.cardFoot}>
      <span>
        {t('home.load')} <strong data-level={loadLevel}>{host.load1?.toFixed(2) ?? '—'}</strong>
      </span>
      <span title={t('home.network')}>
        <strong>↓ {format.byteRate(host.networkInBytesPerS)}</strong>{' '}
        <strong>↑ {format.byteRate(host.networkOutBytesPerS)}</strong>
      </span>
      <span className={classes.push}>
        {t('home.containers')}{' '}
        <strong>
          {host.containersRunning}/{host.containersTotal}
        </strong>
        {host.containersUnhealthy > 0 ? (
          <strong data-level="bad">
            {' '}
            {t('home.unhealthy', { count: host.containersUnhealthy })}
          </strong>
        ) : null}
      </span>
    </footer>
  );
}
