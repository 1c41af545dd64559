import type { Alert } from '@longshore/common/api/alerts';
import {
  IconAlertOctagonFilled,
  IconAlertTriangleFilled,
  IconInfoCircle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { signalOf } from '../../controls/container-facts.ts';
import classes from './alerts.module.css';

const SHAPES = {
  critical: IconAlertOctagonFilled,
  warning: IconAlertTriangleFilled,
  info: IconInfoCircle,
} as const;

/** How bad it is, as shape, colour and word. */
export function SeverityMark({ severity }: Pick<Alert, 'severity'>) {
  const { t } = useTranslation();
  const Shape = SHAPES[severity];
  return (
    <span className={classes.severity} data-severity={severity}>
      <Shape size={15} aria-hidden="true" />
      {t(`alerts.severity.${severity}`)}
    </span>
  );
}

/** What happened, worded from its kind. */
export function AlertText({
  alert: { kind, exitCode },
}: {
  readonly alert: Pick<Alert, 'kind' | 'exitCode'>;
}) {
  const { t } = useTranslation();
  const signal = signalOf(exitCode);
  return (
    <>
      {t(`alerts.kind.${kind}`)}
      {exitCode === null || exitCode === 0 ? null : (
        <span className={classes.dim}>
          {' · '}
          {signal
            ? t('container.exitSignal', { code: exitCode, signal })
            : t('container.exitCode', { code: exitCode })}
        </span>
      )}
    </>
  );
}
