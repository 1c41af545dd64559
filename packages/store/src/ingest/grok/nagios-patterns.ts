const OF_SERVICE = ['hostname', 'service', 'state'];
const OF_HOST = ['hostname', 'state'];
const TRIED = ['statetype', 'statecode', 'message'];
const HANDLED = ['statetype', 'event_handler_name'];

/** What stands between the semicolons of a line, by its kind. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  CURRENT_SERVICE_STATE: [...OF_SERVICE, ...TRIED],
  CURRENT_HOST_STATE: [...OF_HOST, ...TRIED],
  SERVICE_NOTIFICATION: ['notifyname', ...OF_SERVICE, 'contact', 'message'],
  HOST_NOTIFICATION: ['notifyname', ...OF_HOST, 'contact', 'message'],
  SERVICE_ALERT: [...OF_SERVICE, ...TRIED],
  HOST_ALERT: [...OF_HOST, ...TRIED],
  SERVICE_FLAPPING_ALERT: [...OF_SERVICE, 'message'],
  HOST_FLAPPING_ALERT: [...OF_HOST, 'message'],
  SERVICE_DOWNTIME_ALERT: [...OF_SERVICE, 'comment'],
  HOST_DOWNTIME_ALERT: [...OF_HOST, 'comment'],
  PASSIVE_SERVICE_CHECK: [...OF_SERVICE, 'comment'],
  PASSIVE_HOST_CHECK: [...OF_HOST, 'comment'],
  SERVICE_EVENT_HANDLER: [...OF_SERVICE, ...HANDLED],
  HOST_EVENT_HANDLER: [...OF_HOST, ...HANDLED],
  TIMEPERIOD_TRANSITION: ['service', 'unknown1', 'unknown2'],
};

const ON_SERVICE = ['hostname', 'service'];
const ON_HOST = ['hostname'];

/** What stands behind an external command. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  DISABLE_SVC_CHECK: ON_SERVICE,
  ENABLE_SVC_CHECK: ON_SERVICE,
  DISABLE_HOST_CHECK: ON_HOST,
  ENABLE_HOST_CHECK: ON_HOST,
  PROCESS_SERVICE_CHECK_RESULT: [...OF_SERVICE, 'check_result'],
  PROCESS_HOST_CHECK_RESULT: [...OF_HOST, 'check_result'],
  SCHEDULE_HOST_DOWNTIME: [
    ...ON_HOST,
    'start_time',
    'end_time',
    'fixed',
    'trigger_id',
    'duration',
    'author',
    'comment',
  ],
  DISABLE_HOST_SVC_NOTIFICATIONS: ON_HOST,
  ENABLE_HOST_SVC_NOTIFICATIONS: ON_HOST,
  DISABLE_HOST_NOTIFICATIONS: ON_HOST,
  ENABLE_HOST_NOTIFICATIONS: ON_HOST,
  DISABLE_SVC_NOTIFICATIONS: ON_SERVICE,
  ENABLE_SVC_NOTIFICATIONS: ON_SERVICE,
};

/** Columns that hold a number. */
const NUMBERS: ReadonlySet<string> = new Set([
  'duration',
  'end_time',
  'fixed',
  'start_time',
  'statecode',
  'trigger_id',
  'unknown1',
  'unknown2',
]);

const COMMAND_NAMES = Object.keys(COMMANDS);
const EACH_LINE = [
  'NAGIOS_WARNING',
  ...Object.keys(LINES).map((kind) => `NAGIOS_${kind}`),
  ...COMMAND_NAMES.map((name) => `NAGIOS_EC_LINE_${name}`),
];

/** Lines of the log of Nagios. */
export const NAGIOS_PATTERNS: Readonly<Record<string, string>> = {
  NAGIOSTIME: '\\[%{NUMBER:nagios_epoch}\\]',
  NAGIOS_WARNING: 'Warning:%{SPACE}%{GREEDYDATA:nagios_message}',
  ...Object.fromEntries(
    Object.entries(LINES).flatMap(([kind, columns]) => [
      [`NAGIOS_TYPE_${kind}`, kind.replaceAll('_', ' ')],
      [`NAGIOS_${kind}`, `%{NAGIOS_TYPE_${kind}:nagios_type}: ${joined(columns)}`],
    ]),
  ),
  NAGIOS_TYPE_EXTERNAL_COMMAND: 'EXTERNAL COMMAND',
  NAGIOS_EC_SCHEDULE_SERVICE_DOWNTIME: 'SCHEDULE_(?:SERVICE|SVC)_DOWNTIME',
  ...Object.fromEntries(
    Object.entries(COMMANDS).flatMap(([name, columns]) => [
      [`NAGIOS_EC_${name}`, name],
      [
        `NAGIOS_EC_LINE_${name}`,
        `%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: %{NAGIOS_EC_${name}:nagios_command};${joined(columns)}`,
      ],
    ]),
  ),
  NAGIOSLOGLINE: `%{NAGIOSTIME} (?:${EACH_LINE.map((name) => `%{${name}}`).join('|')})`,
};

function joined(columns: readonly string[]): string {
  return columns
    .map((column, i) => {
      const text = i === columns.length - 1 ? 'GREEDYDATA' : 'DATA';
      return `%{${NUMBERS.has(column) ? 'NUMBER' : text}:nagios_${column}}`;
    })
    .join(';');
}

/** What the fields of these lines are called in ECS. */
export const NAGIOS_FIELDS: Readonly<Record<string, string>> = {
  nagios_author: 'user.name',
  nagios_check_result: 'nagios.log.check_result',
  nagios_command: 'nagios.log.command',
  nagios_comment: 'nagios.log.comment',
  nagios_contact: 'nagios.log.notification_command',
  nagios_duration: 'nagios.log.duration:int',
  nagios_end_time: 'nagios.log.end_time',
  nagios_epoch: 'timestamp',
  nagios_event_handler_name: 'nagios.log.event_handler_name',
  nagios_fixed: 'nagios.log.fixed',
  nagios_hostname: 'host.hostname',
  nagios_message: 'message',
  nagios_notifyname: 'user.name',
  nagios_service: 'service.name',
  nagios_start_time: 'nagios.log.start_time',
  nagios_state: 'service.state',
  nagios_statecode: 'nagios.log.attempt:int',
  nagios_statetype: 'nagios.log.state_type',
  nagios_trigger_id: 'nagios.log.trigger_id',
  nagios_type: 'nagios.log.type',
  nagios_unknown1: 'nagios.log.period_from:int',
  nagios_unknown2: 'nagios.log.period_to:int',
};
