import type { Alert } from '@longshore/common/api/alerts';
import { getPath } from '@longshore/common/json';
import type { Hit } from '../search-types.ts';

const KINDS: readonly string[] = [
  'restarted',
  'oom_killed',
  'unhealthy',
  'exited_nonzero',
] satisfies readonly Alert['kind'][];
const SEVERITIES: readonly string[] = [
  'info',
  'warning',
  'critical',
] satisfies readonly Alert['severity'][];

/** An alert from its document; a kind or severity that we do not know (of a newer version) becomes a general one. */
export function mapAlert({ _id, _source }: Hit): Alert {
  const text = (path: string): string | null => {
    const value = getPath(_source, path);
    return typeof value === 'string' ? value : null;
  };
  const kind = text('longshore.alert.kind') ?? '';
  const severity = text('longshore.alert.severity') ?? '';
  const exitCode = getPath(_source, 'longshore.alert.exit_code');
  return {
    id: text('longshore.alert.id') ?? _id,
    at: text('@timestamp') ?? '',
    rule: text('rule.name') ?? '',
    severity: SEVERITIES.includes(severity) ? (severity as Alert['severity']) : 'warning',
    kind: KINDS.includes(kind) ? (kind as Alert['kind']) : 'exited_nonzero',
    host: text('host.name'),
    containerId: text('container.id') ?? '',
    containerName: text('container.name') ?? '',
    image: text('container.image.name'),
    exitCode: typeof exitCode === 'number' ? exitCode : null,
    message: text('longshore.alert.message') ?? '',
  };
}
