import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../controls/states.tsx';

/** For an address that no page has. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty title={t('notFound.title')}>
      <p>
        <Link to="/" style={{ color: 'var(--accent)' }}>
          {t('notFound.home')}
        </Link>
      </p>
    </Empty>
  );
}
