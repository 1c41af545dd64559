import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Failed } from '../controls/states.tsx';

/** In place of a page that could not be drawn or loaded; the frame around it goes on. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const known = error instanceof Error ? error : new Error(String(error));
  return <Failed title={t('crashed')} error={known} onRetry={reset} />;
}
