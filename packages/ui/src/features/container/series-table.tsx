import type { Series } from '@longshore/common/api/inventory';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './container.module.css';

/** The numbers behind the charts, newest first. */
export function SeriesTable({ series }: { readonly series: readonly Series[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const formats = {
    cores: format.cores,
    ratio: format.percent,
    byte: format.bytes,
    'byte/s': format.byteRate,
  };
  const times = (series[0]?.points ?? []).map(([atMs]) => atMs).toReversed();
  const columns = series.map(({ name, unit, points }) => ({
    name,
    write: formats[unit],
    values: new Map(points),
  }));
  return (
    <div className={classes.panel}>
      <table className={classes.table} aria-label={t('container.numbers')}>
        <thead>
          <tr>
            <th scope="col">{t('logs.time')}</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" data-number>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((atMs) => (
            <tr key={atMs}>
              <td>{format.time(atMs, { date: true })}</td>
              {columns.map(({ name, write, values }) => (
                <td key={name} data-number>
                  {write(values.get(atMs) ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
