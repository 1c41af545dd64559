import type { Container } from '@longshore/common/api/inventory';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Sparkline } from '../../charts/sparkline.tsx';
import { cpuShare, imageParts, inStateMs, isStopped } from '../../controls/container-facts.ts';
import { levelOf, Meter } from '../../controls/meter.tsx';
import { StateMark } from '../../controls/state-mark.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { AppName } from './app-icon.tsx';
import type { ColumnKey } from './columns.ts';
import classes from './home.module.css';

/** What a cell needs beside its container. */
export interface CellContext {
  readonly nowMs: number;
  /** Memory of the container's host, the scale of its bar when it has no limit. */
  readonly hostMemoryBytes: number | null;
}

/** More ports than this are counted. */
const PORTS_SHOWN = 2;

type CellProps = CellContext & { readonly container: Container };

/** Draws the cell of each column. */
export const CELLS: Readonly<Record<ColumnKey, (props: CellProps) => ReactNode>> = {
  state: ({ container }) => <StateMark container={container} />,
  name: ({ container: { id, name } }) => (
    <Link to="/containers/$id" params={{ id }} className={classes.name} title={name}>
      {name}
    </Link>
  ),
  app: ({ container }) => <AppName container={container} />,
  image: ImageCell,
  cpu: CpuCell,
  memory: MemoryCell,
  network: ({ container: { networkInBytesPerS, networkOutBytesPerS } }) => (
    <RatePair first={['↓', networkInBytesPerS]} second={['↑', networkOutBytesPerS]} />
  ),
  disk: ({ container: { diskReadBytesPerS, diskWriteBytesPerS } }) => (
    <RatePair first={['R', diskReadBytesPerS]} second={['W', diskWriteBytesPerS]} />
  ),
  restarts: ({ container: { restarts } }) => (
    <span data-level={restarts ? 'warn' : undefined} className={classes.restarts}>
      {restarts ?? '—'}
    </span>
  ),
  uptime: UptimeCell,
  host: ({ container: { host } }) => (
    <Link to="/" search={{ filter: `host:${host}` }} className={classes.dim} title={host}>
      {host}
    </Link>
  ),
  ports: PortsCell,
};

function ImageCell({ container: { image } }: CellProps) {
  const { name, tag } = imageParts(image);
  return (
    <span title={image} className={classes.image}>
      {name}
      {tag === '' ? null : <small>:{tag}</small>}
    </span>
  );
}

function CpuCell({ container }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = cpuShare(container);
  if (isStopped(container) || container.cpuCores === null) {
    return <span className={classes.dim}>—</span>;
  }
  return (
    <div className={classes.cpu}>
      <div className={classes.pair}>
        <span data-level={share === null ? undefined : levelOf(share)}>
          {format.cores(container.cpuCores)}
        </span>
        <small>
          {share === null
            ? t('home.cores')
            : t('home.shareOf', {
                share: format.percent(share),
                limit: container.cpuLimitCores ?? 0,
              })}
        </small>
      </div>
      <Sparkline values={container.cpuSparkline} width={52} height={22} max={0.02} />
    </div>
  );
}

function MemoryCell({ container, hostMemoryBytes }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { memoryUsedBytes, memoryLimitBytes } = container;
  if (isStopped(container) || memoryUsedBytes === null) {
    return <span className={classes.dim}>—</span>;
  }
  const whole = memoryLimitBytes ?? hostMemoryBytes;
  const share = whole ? memoryUsedBytes / whole : null;
  return (
    <div className={classes.memory}>
      <div>
        <span>{format.bytes(memoryUsedBytes)}</span>
        <small>
          {memoryLimitBytes === null ? t('home.noLimit') : `/ ${format.bytes(memoryLimitBytes)}`}
        </small>
      </div>
      <Meter share={share} isQuiet={memoryLimitBytes === null} />
    </div>
  );
}

type Rate = readonly [symbol: string, bytesPerS: number | null];

function RatePair({ first, second }: { readonly first: Rate; readonly second: Rate }) {
  const format = useFormat();
  if (first[1] === null && second[1] === null) {
    return <span className={classes.dim}>—</span>;
  }
  return (
    <div className={classes.rates}>
      {[first, second].map(([symbol, bytesPerS]) => (
        <span key={symbol}>
          <i>{symbol}</i>
          {format.byteRate(bytesPerS)}
        </span>
      ))}
    </div>
  );
}

function UptimeCell({ container, nowMs }: CellProps) {
  const format = useFormat();
  const { t } = useTranslation();
  const ms = inStateMs(container, nowMs);
  const text = format.shortDuration(ms);
  return (
    <span
      className={container.state === 'running' ? undefined : classes.dim}
      title={format.duration(ms)}
    >
      {ms !== null && isStopped(container) ? t('home.ago', { time: text }) : text}
    </span>
  );
}

/** What does not fit is counted; the tooltip has all, and so has the page of the container. */
function PortsCell({ container: { ports } }: CellProps) {
  const short = [...new Set(ports.map(shortPort))];
  const isCut = short.length > PORTS_SHOWN;
  // Beside a number there is room for the port that others see.
  const shown = isCut ? [short[0]?.split('→')[0]] : short;
  return (
    <span className={classes.ports} title={ports.join('\n')}>
      <span>{shown.join(', ') || '—'}</span>
      {isCut ? <b>+{short.length - 1}</b> : null}
    </span>
  );
}

/** `0.0.0.0:8080->80/tcp` is `8080→80`, the same port on both sides is named once; the whole text is in the tooltip. */
function shortPort(port: string): string {
  return port
    .replace(/^.*:(\d+)->/, '$1→')
    .replace(/\/tcp$/, '')
    .replace(/^(\d+)→\1$/, '$1');
}
