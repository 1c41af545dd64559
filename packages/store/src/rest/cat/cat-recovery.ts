import { hostOf } from '../cluster/one-node.ts';
import {
  RECOVERY_PARAMETERS,
  recoveriesOf,
  type ShownRecovery,
  showPercent,
} from '../indices/recovery.ts';
import type { NodeIdentity, RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

type Row = ShownRecovery & { readonly node: NodeIdentity };

const NUMBER = { isNumber: true };
const TIME = { isNumber: true, isTime: true };
const BYTES = { isNumber: true, isBytes: true };
const MORE = { isDefault: false };

/** Files stay where they are. */
const none = (name: string, alias: string, more = NUMBER): CatColumn<Row> =>
  catColumn([name, alias], 'files are not copied here', () => 0, more);

const whole = (name: string, alias: string): CatColumn<Row> =>
  catColumn([name, alias], 'files are not copied here', () => '100.0%');

const moment = (ms: number): string | null => (ms === 0 ? null : new Date(ms).toISOString());

const COLUMNS: readonly CatColumn<Row>[] = [
  catColumn(['index', 'i', 'idx'], 'index name', ({ entry }) => entry.name),
  catColumn(['shard', 's', 'sh'], 'shard name', () => 0, NUMBER),
  catColumn(
    ['start_time', 'start'],
    'recovery start time',
    ({ recovery }) => moment(recovery.startedMs),
    MORE,
  ),
  catColumn(
    ['start_time_millis', 'start_millis'],
    'recovery start time in epoch milliseconds',
    ({ recovery }) => recovery.startedMs,
    MORE,
  ),
  catColumn(
    ['stop_time', 'stop'],
    'recovery stop time',
    ({ recovery }) => moment(recovery.stoppedMs),
    MORE,
  ),
  catColumn(
    ['stop_time_millis', 'stop_millis'],
    'recovery stop time in epoch milliseconds',
    ({ recovery }) => recovery.stoppedMs,
    MORE,
  ),
  catColumn(['time', 't', 'ti'], 'recovery time', ({ tookMs }) => tookMs, TIME),
  catColumn(['type', 'ty'], 'recovery type', () => 'existing_store'),
  catColumn(['stage', 'st'], 'recovery stage', ({ recovery }) => recovery.stage),
  catColumn(['source_host', 'shost'], 'source host', ({ node }) => hostOf(node)),
  catColumn(['source_node', 'snode'], 'source node name', ({ node }) => node.name),
  catColumn(['target_host', 'thost'], 'target host', ({ node }) => hostOf(node)),
  catColumn(['target_node', 'tnode'], 'target node name', ({ node }) => node.name),
  catColumn(['repository', 'rep'], 'repository', () => 'n/a'),
  catColumn(['snapshot', 'snap'], 'snapshot', () => 'n/a'),
  none('files', 'f'),
  none('files_recovered', 'fr'),
  whole('files_percent', 'fp'),
  none('files_total', 'tf'),
  none('bytes', 'b', BYTES),
  none('bytes_recovered', 'br', BYTES),
  whole('bytes_percent', 'bp'),
  none('bytes_total', 'tb', BYTES),
  catColumn(
    ['translog_ops', 'to'],
    'number of translog ops to recover',
    ({ recovery }) => recovery.operations,
    NUMBER,
  ),
  catColumn(
    ['translog_ops_recovered', 'tor'],
    'number of translog ops recovered',
    ({ recovery }) => recovery.recovered,
    NUMBER,
  ),
  catColumn(['translog_ops_percent', 'top'], 'percent of translog ops recovered', ({ percent }) =>
    showPercent(percent),
  ),
];

/** `GET /_cat/recovery[/{index}]` */
export const catRecovery: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/recovery', '/_cat/recovery/:index'],
  parameters: [...CAT_PARAMETERS, ...RECOVERY_PARAMETERS, 'index'],
  ignored: ['detailed', 'index'],
  partly: 'Listed are indices of which the translog had something at the start.',
  handle: async (request, store) => {
    const rows = recoveriesOf(request, store).map((row) => ({ ...row, node: store.node }));
    return catAnswer(rows, COLUMNS, request.parameters);
  },
};
