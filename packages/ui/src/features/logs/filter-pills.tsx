import type { LogFilter } from '@longshore/common/api/logs';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { stringifyFilters, withFilter, without } from '../../controls/log-view/selection.ts';
import { useUrl } from '../../controls/use-url.ts';
import classes from './logs.module.css';

/** The filters beside the query; a click turns one around. */
export function FilterPills({ filters }: { readonly filters: readonly LogFilter[] }) {
  const { t } = useTranslation();
  const { change } = useUrl();
  if (filters.length === 0) {
    return null;
  }
  const set = (next: readonly LogFilter[]) => change({ f: stringifyFilters(next) });
  return (
    <ul className={classes.pills} aria-label={t('logs.filters')}>
      {filters.map((filter) => {
        const text = `${filter.field}: ${filter.value}`;
        return (
          <li key={text} className={classes.pill} data-negated={filter.negate}>
            <button
              type="button"
              title={t('logs.turnFilter')}
              onClick={() => set(withFilter(filters, { ...filter, negate: !filter.negate }))}
            >
              {filter.negate ? <b>{t('logs.not')} </b> : null}
              {text}
            </button>
            <button
              type="button"
              aria-label={t('logs.removeFilter', { filter: text })}
              onClick={() => set(without(filters, filter))}
            >
              <IconX size={13} aria-hidden="true" />
            </button>
          </li>
        );
      })}
      <li>
        <button type="button" className={classes.clear} onClick={() => set([])}>
          {t('logs.clearFilters')}
        </button>
      </li>
    </ul>
  );
}
