import {
  IconColumnInsertRight,
  IconColumnRemove,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../controls/icon-button.tsx';
import type { LineActions } from '../../controls/log-view/log-row.tsx';
import { fieldValuesQuery, logFieldsQuery } from '../../controls/log-view/queries.ts';
import type { LogSelection } from '../../controls/log-view/selection.ts';
import { Meter } from '../../controls/meter.tsx';
import { Loading } from '../../controls/states.tsx';
import type { Span } from '../../controls/time/time-range.ts';
import { useUrl } from '../../controls/use-url.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { arrangeFields, type LogField } from './field-order.ts';
import classes from './logs.module.css';

interface Props {
  readonly selection: LogSelection;
  readonly span: Span;
  readonly columns: readonly string[];
  readonly actions: LineActions;
}

/** The fields that lines have; a click shows the commonest values of one. */
export function FieldPanel(props: Props) {
  const { t } = useTranslation();
  const { search, change } = useUrl();
  const [text, setText] = useState('');
  const fields = useQuery(logFieldsQuery);
  const groups = useMemo(
    () => arrangeFields(fields.data ?? [], props.columns, text),
    [fields.data, props.columns, text],
  );
  return (
    <aside className={classes.fields} aria-label={t('logs.fieldList')}>
      <input
        type="search"
        className={classes.fieldSearch}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('logs.searchFields')}
        aria-label={t('logs.searchFields')}
      />
      {fields.isPending ? (
        <Loading label={t('logs.loadingFields')} rows={[20, 20, 20, 20, 20]} />
      ) : null}
      {fields.isError ? (
        <p role="alert" className={classes.quiet}>
          {t('logs.noFields')} {fields.error.message}
        </p>
      ) : null}
      {groups.map(({ kind, fields: members }) => (
        <section key={kind}>
          <h2>{t(`logs.group.${kind}`)}</h2>
          <ul>
            {members.map((field) => (
              <FieldItem
                key={field.name}
                field={field}
                isOpen={search.field === field.name}
                onToggle={(isOpen) => change({ field: isOpen ? field.name : undefined }, 'replace')}
                {...props}
              />
            ))}
          </ul>
        </section>
      ))}
      {fields.data && groups.length === 0 ? (
        <p className={classes.quiet}>{t('logs.noFieldFound')}</p>
      ) : null}
    </aside>
  );
}

function FieldItem({
  field,
  isOpen,
  onToggle,
  ...props
}: Props & {
  readonly field: LogField;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}) {
  const { t } = useTranslation();
  const isColumn = props.columns.includes(field.name);
  return (
    <li>
      <div className={classes.field}>
        <button
          type="button"
          className={classes.fieldName}
          aria-expanded={isOpen}
          title={`${field.name} (${field.type})`}
          onClick={() => onToggle(!isOpen)}
        >
          <i aria-hidden="true">{typeSign(field.type)}</i>
          <span>{field.name}</span>
        </button>
        <IconButton
          label={t(isColumn ? 'logs.removeColumn' : 'logs.addColumn')}
          onClick={() => props.actions.toggleColumn(field.name)}
        >
          {isColumn ? (
            <IconColumnRemove size={15} stroke={1.6} />
          ) : (
            <IconColumnInsertRight size={15} stroke={1.6} />
          )}
        </IconButton>
      </div>
      {isOpen ? <FieldValues field={field} {...props} /> : null}
    </li>
  );
}

function FieldValues({ field, selection, span, actions }: Props & { readonly field: LogField }) {
  const { t } = useTranslation();
  const format = useFormat();
  const values = useQuery({
    ...fieldValuesQuery(selection, span, field.name),
    enabled: field.aggregatable,
  });
  if (!field.aggregatable) {
    return <p className={classes.quiet}>{t('logs.notCounted')}</p>;
  }
  if (values.isPending) {
    return <Loading label={t('logs.loadingValues')} rows={[16, 16, 16]} />;
  }
  if (values.isError) {
    return (
      <p role="alert" className={classes.quiet}>
        {values.error.message}
      </p>
    );
  }
  const { total, values: found } = values.data;
  if (found.length === 0) {
    return <p className={classes.quiet}>{t('logs.noValues')}</p>;
  }
  return (
    <ul className={classes.values} aria-label={t('logs.topValues', { field: field.name })}>
      {found.map(({ value, count }) => (
        <li key={value}>
          <span className={classes.value} title={value}>
            {value}
          </span>
          <small>{format.percent(count / Math.max(1, total))}</small>
          <IconButton
            label={t('logs.filterFor')}
            onClick={() => actions.addFilter({ field: field.name, value, negate: false })}
          >
            <IconZoomIn size={14} stroke={1.6} />
          </IconButton>
          <IconButton
            label={t('logs.filterOut')}
            onClick={() => actions.addFilter({ field: field.name, value, negate: true })}
          >
            <IconZoomOut size={14} stroke={1.6} />
          </IconButton>
          <Meter share={count / Math.max(1, total)} isQuiet />
        </li>
      ))}
    </ul>
  );
}

/** A letter for a type, as in the field lists people know. */
function typeSign(type: string): string {
  if (type === 'date') {
    return 't';
  }
  if (/text|keyword|wildcard/.test(type)) {
    return 'a';
  }
  return /long|int|double|float|short|byte/.test(type) ? '#' : '·';
}
