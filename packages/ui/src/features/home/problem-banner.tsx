import type { Problem } from '@longshore/common/api/inventory';
import { IconCopy, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRecovery } from '../../api/recovery.ts';
import { IconButton } from '../../controls/icon-button.tsx';
import { useCopy } from '../../controls/use-copy.ts';
import classes from './home.module.css';

/** What fixes each problem, as a command that can be pasted; the same in every language. */
const COMMANDS: Readonly<Record<Problem['code'], string>> = {
  docker_missing:
    'sudo systemctl start docker    # or: npm start -- -E docker.host=unix:///path/docker.sock',
  docker_forbidden:
    'sudo usermod -aG docker "$USER"    # then log in again, and start Longshore again',
  docker_failing: 'sudo systemctl restart docker && sudo journalctl -u docker -n 50',
  agent_silent: './bin/longshore agent',
  no_agent: 'npm start -- -E agent.enabled=true',
  store_unreachable: './bin/longshore store',
  store_failing: 'tail -n 20 logs/store.log    # the folder is the setting path.logs',
  store_incomplete: 'curl -s "localhost:9200/_cluster/health?level=indices&pretty"',
  logs_forbidden: 'sudo setfacl -R -m u:"$USER":rX /var/lib/docker/containers',
};

/** Why less is shown than could be, each with its cause and the command that fixes it. */
export function ProblemBanner({ problems }: { readonly problems: readonly Problem[] }) {
  const isRecovering = useRecovery() !== undefined;
  // The frame says why data is missing while the store reads it back.
  const shown = problems.filter(({ code }) => !(isRecovering && code === 'store_incomplete'));
  if (shown.length === 0) {
    return null;
  }
  return (
    <ul className={classes.problems}>
      {shown.map((problem) => (
        <ProblemItem key={`${problem.code} ${problem.host}`} problem={problem} />
      ))}
    </ul>
  );
}

function ProblemItem({ problem: { code, host, detail } }: { readonly problem: Problem }) {
  const { t } = useTranslation();
  const { isCopied, copy } = useCopy();
  const command = COMMANDS[code];
  return (
    <li className={classes.problem}>
      <IconPlugConnectedX size={20} stroke={1.6} aria-hidden="true" />
      <div>
        <strong>{t(`problem.${code}.title`)}</strong>
        {host === null ? null : <span className={classes.where}> · {host}</span>}
        <p>
          {t(`problem.${code}.text`)} {detail === '' ? null : <q>{detail}</q>}
        </p>
        <div className={classes.command}>
          <code>{command}</code>
          <IconButton
            label={isCopied ? t('copied') : t('problem.copy')}
            onClick={() => copy(command)}
          >
            <IconCopy size={15} stroke={1.6} />
          </IconButton>
        </div>
      </div>
    </li>
  );
}
