import type { Container } from '@longshore/common/api/inventory';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StateMark } from '../../controls/state-mark.tsx';
import { CELLS, type CellContext } from './cells.tsx';
import classes from './home.module.css';

/** A container where a table row does not fit: name, state and its two meters. */
export function ContainerCard({
  container,
  ...context
}: CellContext & { readonly container: Container }) {
  const { t } = useTranslation();
  const Cpu = CELLS.cpu;
  const Memory = CELLS.memory;
  const Uptime = CELLS.uptime;
  return (
    <td className={classes.containerCard}>
      <div className={classes.containerCardHead}>
        <Link to="/containers/$id" params={{ id: container.id }} className={classes.name}>
          {container.name}
        </Link>
        <StateMark container={container} />
      </div>
      <div className={classes.dim}>
        {container.host} · <Uptime container={container} {...context} />
        {container.restarts ? ` · ${t('home.restarts', { count: container.restarts })}` : ''}
      </div>
      <div className={classes.containerCardMeters}>
        <Cpu container={container} {...context} />
        <Memory container={container} {...context} />
      </div>
    </td>
  );
}
