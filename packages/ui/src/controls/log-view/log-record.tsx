import type { LogLine } from '@longshore/common/api/logs';
import { SegmentedControl } from '@mantine/core';
import {
  IconColumnInsertRight,
  IconColumnRemove,
  IconCopy,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { IconButton } from '../icon-button.tsx';
import { useCopy } from '../use-copy.ts';
import { flatFields } from './flat-fields.ts';
import { LogContext } from './log-context.tsx';
import type { LineActions } from './log-row.tsx';
import classes from './log-view.module.css';

type View = 'fields' | 'json' | 'context';

const isView = (chosen: string): chosen is View => ['fields', 'json', 'context'].includes(chosen);

/** Fields whose exact value nobody filters by. */
const NOT_FILTERED = new Set(['message', '@timestamp', 'log.offset', 'event.original']);

/** Everything a line carries, as a table or as JSON. */
export function LogRecord({
  line,
  columns,
  actions,
}: {
  readonly line: LogLine;
  readonly columns: readonly string[];
  readonly actions: LineActions | undefined;
}) {
  const { t } = useTranslation();
  const [view, setView] = useState<View>('fields');
  const { isCopied, copy } = useCopy();
  const json = JSON.stringify(line.source, null, 2);
  return (
    <td className={classes.record}>
      <div className={classes.recordTools}>
        <SegmentedControl
          size="xs"
          aria-label={t('logs.recordView')}
          value={view}
          onChange={(chosen) => isView(chosen) && setView(chosen)}
          data={[
            { value: 'fields', label: t('logs.fields') },
            { value: 'json', label: 'JSON' },
            ...(line.containerId === null ? [] : [{ value: 'context', label: t('logs.context') }]),
          ]}
        />
        <Button onClick={() => copy(view === 'json' ? json : line.message)}>
          <IconCopy size={14} aria-hidden="true" />
          {isCopied ? t('copied') : t(view === 'json' ? 'logs.copyJson' : 'logs.copyMessage')}
        </Button>
        <span className={classes.index}>{line.index}</span>
      </div>
      {view === 'json' ? <pre>{json}</pre> : null}
      {view === 'context' ? <LogContext line={line} /> : null}
      {view === 'fields' ? (
        <table>
          <tbody>
            {flatFields(line.source).map(([field, value]) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td className={classes.fieldTools}>
                  {actions ? (
                    <FieldTools field={field} value={value} columns={columns} actions={actions} />
                  ) : null}
                </td>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </td>
  );
}

function FieldTools({
  field,
  value,
  columns,
  actions,
}: {
  readonly field: string;
  readonly value: string;
  readonly columns: readonly string[];
  readonly actions: LineActions;
}) {
  const { t } = useTranslation();
  const isColumn = columns.includes(field);
  return (
    <>
      {NOT_FILTERED.has(field) ? null : (
        <>
          <IconButton
            label={t('logs.filterFor')}
            onClick={() => actions.addFilter({ field, value, negate: false })}
          >
            <IconZoomIn size={14} stroke={1.6} />
          </IconButton>
          <IconButton
            label={t('logs.filterOut')}
            onClick={() => actions.addFilter({ field, value, negate: true })}
          >
            <IconZoomOut size={14} stroke={1.6} />
          </IconButton>
        </>
      )}
      <IconButton
        label={t(isColumn ? 'logs.removeColumn' : 'logs.addColumn')}
        onClick={() => actions.toggleColumn(field)}
      >
        {isColumn ? (
          <IconColumnRemove size={14} stroke={1.6} />
        ) : (
          <IconColumnInsertRight size={14} stroke={1.6} />
        )}
      </IconButton>
    </>
  );
}
