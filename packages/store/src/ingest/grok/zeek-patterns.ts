/** A column: its pattern, its field of old, its field of ECS. */
type Column = readonly [pattern: string, legacy: string, ecs: string];

/** Columns may be unset (`-`) or hold an empty set. */
const optional = (pattern: string) => `(?:-|\\(empty\\)|${pattern})`;

const text = (legacy: string, ecs: string): Column => ['ZEEK_DATA', legacy, ecs];
const int = (legacy: string, ecs: string): Column => ['INT', legacy, `${ecs}:int`];
const bytes = (legacy: string, ecs: string): Column => ['INT', legacy, `${ecs}:long`];
const bool = (legacy: string, ecs: string): Column => ['ZEEK_BOOL', legacy, ecs];
const seconds = (legacy: string, ecs: string): Column => ['NUMBER', legacy, `${ecs}:float`];

const TIME: Column = ['NUMBER', 'ts', 'timestamp'];
const FLOW: readonly Column[] = [
  TIME,
  ['NOTSPACE', 'uid', 'zeek.session_id'],
  ['IP', 'orig_h', 'source.ip'],
  int('orig_p', 'source.port'),
  ['IP', 'resp_h', 'destination.ip'],
  int('resp_p', 'destination.port'),
];

const HTTP_REQUEST: readonly Column[] = [
  ...FLOW,
  int('trans_depth', 'zeek.http.trans_depth'),
  text('method', 'http.request.method'),
  text('domain', 'url.domain'),
  text('uri', 'url.original'),
  text('referrer', 'http.request.referrer'),
];
const HTTP_SIZES: readonly Column[] = [
  bytes('request_body_len', 'http.request.body.bytes'),
  bytes('response_body_len', 'http.response.body.bytes'),
  int('status_code', 'http.response.status_code'),
  text('status_msg', 'zeek.http.status_msg'),
  int('info_code', 'zeek.http.info_code'),
  text('info_msg', 'zeek.http.info_msg'),
];
const HTTP_LOGIN: readonly Column[] = [
  text('bro_tags', 'zeek.http.tags'),
  text('username', 'url.username'),
  text('password', 'url.password'),
  text('proxied', 'zeek.http.proxied'),
  text('orig_fuids', 'zeek.http.orig_fuids'),
];
const USER_AGENT = text('user_agent', 'user_agent.original');
const FILES_OF_ANSWER = text('resp_fuids', 'zeek.http.resp_fuids');

const BRO_HTTP: readonly Column[] = [
  ...HTTP_REQUEST,
  USER_AGENT,
  ...HTTP_SIZES,
  text('filename', 'zeek.http.filename'),
  ...HTTP_LOGIN,
  text('orig_mime_types', 'http.request.mime_type'),
  FILES_OF_ANSWER,
  text('resp_mime_types', 'http.response.mime_type'),
];
const ZEEK_HTTP: readonly Column[] = [
  ...HTTP_REQUEST,
  ['NUMBER', 'version', 'http.version'],
  USER_AGENT,
  text('origin', 'zeek.http.origin'),
  ...HTTP_SIZES,
  ...HTTP_LOGIN,
  text('orig_filenames', 'zeek.http.orig_filenames'),
  text('orig_mime_types', 'http.request.mime_type'),
  FILES_OF_ANSWER,
  text('resp_filenames', 'zeek.http.resp_filenames'),
  text('resp_mime_types', 'http.response.mime_type'),
];

const DNS_ASKED: readonly Column[] = [
  ...FLOW,
  ['WORD', 'proto', 'network.transport'],
  int('trans_id', 'dns.id'),
];
const DNS_ANSWERED: readonly Column[] = [
  text('query', 'dns.question.name'),
  int('qclass', 'zeek.dns.qclass'),
  text('qclass_name', 'zeek.dns.qclass_name'),
  int('qtype', 'zeek.dns.qtype'),
  text('qtype_name', 'dns.question.type'),
  int('rcode', 'zeek.dns.rcode'),
  text('rcode_name', 'dns.response_code'),
  bool('AA', 'zeek.dns.AA'),
  bool('TC', 'zeek.dns.TC'),
  bool('RD', 'zeek.dns.RD'),
  bool('RA', 'zeek.dns.RA'),
  int('Z', 'zeek.dns.Z'),
  text('answers', 'zeek.dns.answers'),
  text('TTLs', 'zeek.dns.TTLs'),
  bool('rejected', 'zeek.dns.rejected'),
];

const CONNECTION: readonly Column[] = [
  ...FLOW,
  ['WORD', 'proto', 'network.transport'],
  text('service', 'network.protocol'),
  seconds('duration', 'zeek.connection.duration'),
  bytes('orig_bytes', 'zeek.connection.orig_bytes'),
  bytes('resp_bytes', 'zeek.connection.resp_bytes'),
  text('conn_state', 'zeek.connection.state'),
  bool('local_orig', 'zeek.connection.local_orig'),
];
const LOCAL_ANSWER = bool('local_resp', 'zeek.connection.local_resp');
const CONNECTION_COUNTS: readonly Column[] = [
  bytes('missed_bytes', 'zeek.connection.missed_bytes'),
  text('history', 'zeek.connection.history'),
  bytes('orig_pkts', 'source.packets'),
  bytes('orig_ip_bytes', 'source.bytes'),
  bytes('resp_pkts', 'destination.packets'),
  bytes('resp_ip_bytes', 'destination.bytes'),
  text('tunnel_parents', 'zeek.connection.tunnel_parents'),
];

/** Columns of old with which sites extend connections; `oric_cc` is spelled so. */
const SITE: readonly Column[] = [
  text('oric_cc', 'source.geo.country_iso_code'),
  text('resp_cc', 'destination.geo.country_iso_code'),
  text('sensorname', 'observer.name'),
];

/** What stands behind the hosts that a file went between. */
const FILE: readonly Column[] = [
  text('conn_uids', 'zeek.files.session_ids'),
  text('source', 'zeek.files.source'),
  int('depth', 'zeek.files.depth'),
  text('analyzers', 'zeek.files.analyzers'),
  text('mime_type', 'file.mime_type'),
  text('filename', 'file.name'),
  seconds('duration', 'zeek.files.duration'),
  text('local_orig', 'zeek.files.local_orig'),
  bool('is_orig', 'zeek.files.is_orig'),
  bytes('seen_bytes', 'zeek.files.seen_bytes'),
  bytes('total_bytes', 'file.size'),
  bytes('missing_bytes', 'zeek.files.missing_bytes'),
  bytes('overflow_bytes', 'zeek.files.overflow_bytes'),
  bool('timedout', 'zeek.files.timedout'),
  text('parent_fuid', 'zeek.files.parent_fuid'),
  text('md5', 'file.hash.md5'),
  text('sha1', 'file.hash.sha1'),
  text('sha256', 'file.hash.sha256'),
  text('extracted', 'zeek.files.extracted'),
];
const FILE_CUT: readonly Column[] = [
  bool('extracted_cutoff', 'zeek.files.extracted_cutoff'),
  bytes('extracted_size', 'zeek.files.extracted_size'),
];

/** Which field of a column to take, of old or of ECS. */
const LEGACY = 1;
const ECS = 2;
type Mode = typeof LEGACY | typeof ECS;

const TAB = '\\t';

/** Old lines show unset columns as they are. */
function row(columns: readonly Column[], mode: Mode): string {
  return columns
    .map((column) =>
      mode === LEGACY
        ? `(?<${column[LEGACY]}>[^\\t]*)`
        : optional(`%{${column[0]}:${column[ECS]}}`),
    )
    .join(TAB);
}

/** The hosts of a file: one of them, or several with the first of them. */
function hosts(one: string, several: string): string {
  return `(?:-|%{IP:${one}}|(?<${several}>%{IP:${one}}(?:[\\s,]%{IP})+))`;
}

function patterns(mode: Mode): Readonly<Record<string, string>> {
  const [sent, received] =
    mode === ECS
      ? [hosts('server.ip', 'zeek.files.tx_hosts'), hosts('client.ip', 'zeek.files.rx_hosts')]
      : ['(?<tx_hosts>[^\\t]*)', '(?<rx_hosts>[^\\t]*)'];
  const fuid: Column = ['NOTSPACE', 'fuid', 'zeek.files.fuid'];
  const file = [
    row([TIME, fuid], mode),
    '%{ZEEK_FILES_TX_HOSTS}',
    '%{ZEEK_FILES_RX_HOSTS}',
    row(FILE, mode),
  ];
  const macs: readonly Column[] = [
    ['COMMONMAC', 'orig_l2_addr', 'source.mac'],
    ['COMMONMAC', 'resp_l2_addr', 'destination.mac'],
  ];
  const maybe = (columns: readonly Column[]) => `(?:${TAB}${row(columns, mode)})?`;
  return {
    BRO_BOOL: '[TF]',
    BRO_DATA: '[^\\t]+',
    BRO_HTTP: row(BRO_HTTP, mode),
    BRO_DNS: row([...DNS_ASKED, ...DNS_ANSWERED], mode),
    BRO_CONN: broConnection(mode),
    BRO_FILES: file.join(TAB),
    ZEEK_BOOL: '[TF]',
    ZEEK_DATA: '[^\\t]+',
    ZEEK_HTTP: row(ZEEK_HTTP, mode),
    ZEEK_DNS: row([...DNS_ASKED, seconds('rtt', 'zeek.dns.rtt'), ...DNS_ANSWERED], mode),
    ZEEK_CONN: row([...CONNECTION, LOCAL_ANSWER, ...CONNECTION_COUNTS], mode) + maybe(macs),
    ZEEK_FILES_TX_HOSTS: sent,
    ZEEK_FILES_RX_HOSTS: received,
    ZEEK_FILES: file.join(TAB) + maybe(FILE_CUT),
  };
}

/** The first versions did not say whether the answer came from here; some sites add countries and their sensor. */
function broConnection(mode: Mode): string {
  const counts = row(CONNECTION_COUNTS, mode);
  return mode === LEGACY
    ? `${row([...CONNECTION, LOCAL_ANSWER], mode)}${TAB}${counts}(?:${TAB}${row(SITE, mode)})?`
    : `${row(CONNECTION, mode)}${TAB}(?:${row([LOCAL_ANSWER], mode)}${TAB})?${counts}`;
}

/** Lines of the logs of Zeek, of old Bro. */
export const ZEEK_PATTERNS = patterns(LEGACY);

/** These lines with fields of ECS, without what is unset. */
export const ZEEK_ECS_PATTERNS = patterns(ECS);
