import { SegmentedControl } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../controls/icon-button.tsx';
import { useShortcuts } from '../../controls/shortcuts.tsx';
import { useUrl } from '../../controls/use-url.ts';
import classes from './home.module.css';
import type { ShownContainers } from './use-shown-containers.ts';

/** Over the table: the filter, the grouping, and how many containers are shown of how many. */
export function TableTools({ shown }: { readonly shown: ShownContainers }) {
  const { t } = useTranslation();
  const { change } = useUrl();
  return (
    <div className={classes.tools}>
      <h2>{t('home.containers')}</h2>
      <FilterBox unknown={shown.unknown} />
      <span className={classes.countText}>
        {t('home.shown', { shown: shown.shownCount, total: shown.total })}
      </span>
      {shown.hiddenCount > 0 || shown.showsStopped ? (
        <button
          type="button"
          className={classes.textButton}
          onClick={() => change({ stopped: shown.showsStopped ? undefined : 'show' })}
        >
          {shown.showsStopped
            ? t('home.hideStopped')
            : t('home.showStopped', { count: shown.hiddenCount })}
        </button>
      ) : null}
      <SegmentedControl
        size="xs"
        className={classes.push}
        aria-label={t('home.groupBy')}
        value={shown.grouping}
        onChange={(group) => change({ group: group === 'none' ? undefined : group })}
        data={(['none', 'project', 'host'] as const).map((value) => ({
          value,
          label: t(`home.group.${value}`),
        }))}
      />
    </div>
  );
}

function FilterBox({ unknown }: { readonly unknown: readonly string[] }) {
  const { t } = useTranslation();
  const { search, change } = useUrl();
  const input = useRef<HTMLInputElement>(null);
  const shortcuts = useMemo(
    () => [{ keys: '/', text: 'shortcuts.filter' as const, run: () => input.current?.focus() }],
    [],
  );
  useShortcuts(shortcuts);
  const text = search.filter ?? '';
  return (
    <div className={classes.filter} data-bad={unknown.length > 0}>
      <IconSearch size={15} stroke={1.8} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        value={text}
        aria-label={t('home.filter')}
        aria-description={t('home.filterHelp')}
        placeholder={t('home.filterHelp')}
        spellCheck={false}
        onChange={(event) => change({ filter: event.currentTarget.value }, 'replace')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.currentTarget.blur();
          }
        }}
      />
      {unknown.length > 0 ? (
        <output className={classes.hint}>
          {t('home.unknownWords', { words: unknown.join(' ') })}
        </output>
      ) : null}
      {text === '' ? null : (
        <IconButton label={t('home.clearFilter')} onClick={() => change({ filter: undefined })}>
          <IconX size={15} />
        </IconButton>
      )}
    </div>
  );
}
