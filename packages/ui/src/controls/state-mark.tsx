import type { Container } from '@longshore/common/api/inventory';
import {
  IconAlertTriangleFilled,
  IconCircleDashed,
  IconCircleFilled,
  IconPlayerPauseFilled,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { attentionOf, stateWord } from './container-facts.ts';
import classes from './controls.module.css';

const SHAPES = {
  ok: { Shape: IconCircleFilled, size: 9 },
  busy: { Shape: IconPlayerPauseFilled, size: 11 },
  bad: { Shape: IconAlertTriangleFilled, size: 12 },
  quiet: { Shape: IconCircleDashed, size: 11 },
} as const;

/** The state of a container as shape, colour and word. */
export function StateMark({ container }: { readonly container: Container }) {
  const { t } = useTranslation();
  const word = stateWord(container);
  const attention = attentionOf(word);
  const { Shape, size } = SHAPES[attention];
  const code = container.state === 'exited' ? container.exitCode : null;
  return (
    <span className={classes.mark} data-attention={attention} title={container.status}>
      <Shape size={size} aria-hidden="true" />
      {t(`state.${word}`)}
      {code !== null && word !== 'oomKilled' ? ` (${code})` : ''}
    </span>
  );
}
