import { Skeleton } from '@mantine/core';
import { IconAlertCircle, IconCopy, IconInbox, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/call.ts';
import { useRecovery } from '../api/recovery.ts';
import { Button } from './button.tsx';
import classes from './controls.module.css';
import { useCopy } from './use-copy.ts';

/** The shape of what is coming. `rows` are the heights of its parts in pixels. */
export function Loading({
  label,
  rows,
}: {
  readonly label: string;
  readonly rows: readonly number[];
}) {
  return (
    <div className={classes.loading} role="status" aria-label={label}>
      {rows.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no names and never move.
        <Skeleton key={index} height={height} radius={8} />
      ))}
    </div>
  );
}

/** Why there is nothing, and what to do about it. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes.state} role="status">
      <IconInbox size={32} stroke={1.2} aria-hidden="true" />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What went wrong, in words a person can act on, with a retry and the details to send to somebody. */
export function Failed({
  title,
  error,
  onRetry,
}: {
  readonly title: string;
  readonly error: Error;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation();
  const { isCopied, copy } = useCopy();
  const reason = reasonOf(error, useRecovery() !== undefined);
  return (
    <div className={classes.state} role="alert">
      <IconAlertCircle size={32} stroke={1.2} aria-hidden="true" />
      <h2>{title}</h2>
      <p>{reason === undefined ? error.message : t(`failed.${reason}`)}</p>
      <div className={classes.actions}>
        <Button onClick={onRetry}>
          <IconRefresh size={15} aria-hidden="true" />
          {t('failed.retry')}
        </Button>
        <Button onClick={() => copy(detailsOf(error))}>
          <IconCopy size={15} aria-hidden="true" />
          {isCopied ? t('copied') : t('failed.copy')}
        </Button>
      </div>
    </div>
  );
}

/** What there are words for in each language. */
function reasonOf(error: Error, isRecovering: boolean): 'unreachable' | 'recovering' | undefined {
  const status = error instanceof ApiError ? error.status : undefined;
  if (status === 503 && isRecovering) {
    return 'recovering';
  }
  return status === 0 ? 'unreachable' : undefined;
}

function detailsOf(error: Error): string {
  const facts =
    error instanceof ApiError ? { status: error.status, type: error.type, path: error.path } : {};
  return JSON.stringify(
    { message: error.message, ...facts, at: new Date().toISOString() },
    null,
    2,
  );
}
