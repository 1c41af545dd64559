import { IconLayoutSidebarLeftCollapse, IconTextWrap } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../controls/icon-button.tsx';
import type { useLogLines } from '../../controls/log-view/use-log-lines.ts';
import { useShortcuts } from '../../controls/shortcuts.tsx';
import { useUrl } from '../../controls/use-url.ts';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './logs.module.css';
import type { FieldList } from './use-field-list.ts';

/** Over the lines: how many there are, and how they are shown. */
export function LogsTools({
  lines: { lines, total, search },
  wraps,
  fields: { isShown: showsFields, toggle: toggleFields },
}: {
  readonly lines: ReturnType<typeof useLogLines>;
  readonly wraps: boolean;
  readonly fields: FieldList;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { change } = useUrl();
  const shortcuts = useMemo(
    () => [
      {
        keys: 'w',
        text: 'shortcuts.wrap' as const,
        run: () => change({ wrap: wraps ? undefined : 'on' }, 'replace'),
      },
      {
        keys: '[',
        text: 'shortcuts.fields' as const,
        run: toggleFields,
      },
    ],
    [change, wraps, toggleFields],
  );
  useShortcuts(shortcuts);
  const sign = total?.totalIsLowerBound ? '≥ ' : '';
  return (
    <div className={classes.tools}>
      <IconButton label={t('logs.fieldList')} keys="[" isOn={showsFields} onClick={toggleFields}>
        <IconLayoutSidebarLeftCollapse size={17} stroke={1.6} />
      </IconButton>
      <span aria-live="polite">
        {total && !search.isPlaceholderData
          ? t('logs.shown', {
              shown: format.count(lines.length),
              total: `${sign}${format.count(Math.max(total.total, lines.length))}`,
            })
          : search.isError
            ? null
            : t('logs.searching')}
      </span>
      <span className={classes.spring} />
      <IconButton
        label={t('logs.wrap')}
        keys="w"
        isOn={wraps}
        onClick={() => change({ wrap: wraps ? undefined : 'on' }, 'replace')}
      >
        <IconTextWrap size={17} stroke={1.6} />
      </IconButton>
    </div>
  );
}
