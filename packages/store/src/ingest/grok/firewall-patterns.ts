const MESSAGE_ID = 'RT_FLOW_SESSION_(?:CREATE|CLOSE|DENY)';
const FROM_TO = (from: string, to: string) =>
  `%{IP:${from}-ip}/%{INT:${from}-port}->%{IP:${to}-ip}/%{INT:${to}-port}`;
const TRANSLATED = `${FROM_TO('nat-src', 'nat-dst')} (?:None|%{NOTSPACE:src-nat-rule-name}) (?:None|%{NOTSPACE:dst-nat-rule-name})`;
const ALLOWED = `${FROM_TO('src', 'dst')} %{NOTSPACE:service} ${TRANSLATED} %{INT:protocol-id} %{NOTSPACE:policy-name} %{NOTSPACE:from-zone} %{NOTSPACE:to-zone} %{INT:session-id}`;
/** Packets, and in brackets what they weigh. */
const WEIGHT = (field: string) => `[0-9]+\\(%{INT:${field}}\\)`;

const TABLES_HEADS = '\\s+LEN=(?:%{INT:nf_len})?';
const HEX = (field: string) => `(?:0x%{BASE16NUM:${field}}|0)?`;
const TOS = (name: string) => `\\s+${name}=${HEX('nf_tos')}`;

/** Sessions of Juniper's firewalls, packets that Linux logs and SuSE's firewall names. */
export const FIREWALL_PATTERNS: Readonly<Record<string, string>> = {
  RT_FLOW_TAG: MESSAGE_ID,
  RT_FLOW_EVENT: '%{RT_FLOW_TAG}',
  RT_FLOW1: `%{RT_FLOW_EVENT:event}: %{DATA:close-reason}: ${ALLOWED} ${WEIGHT('sent')} ${WEIGHT('received')} %{INT:elapsed-time}.*`,
  RT_FLOW2: `%{RT_FLOW_EVENT:event}: session created ${ALLOWED}.*`,
  RT_FLOW3: `%{RT_FLOW_EVENT:event}: session denied ${FROM_TO('src', 'dst')} %{NOTSPACE:service} %{INT:protocol-id}\\([0-9]+\\) %{NOTSPACE:policy-name} %{NOTSPACE:from-zone} %{NOTSPACE:to-zone}.*`,
  IPTABLES_TCP_FLAGS: '(?:(?:CWR|ECE|URG|ACK|PSH|RST|SYN|FIN)\\s*)*',
  IPTABLES_TCP_PART:
    '(?:SEQ=%{INT:nf_seq}\\s+)?(?:ACK=%{INT:nf_ack}\\s+)?WINDOW=%{INT:nf_window}\\s+RES=0x%{BASE16NUM:nf_reserved}\\s+%{IPTABLES_TCP_FLAGS:nf_flags}',
  IPTABLES4_FRAG: '(?:CE|DF|MF)(?:\\s(?:CE|DF|MF))*',
  IPTABLES4_PART: `SRC=%{IPV4:nf_src_ip}\\s+DST=%{IPV4:nf_dst_ip}${TABLES_HEADS}${TOS('TOS')}\\s+PREC=${HEX('nf_prec')}\\s+TTL=(?:%{INT:nf_ttl})?\\s+ID=(?:%{INT:nf_id})?(?:\\s+%{IPTABLES4_FRAG:nf_fragments})?(?:\\s+FRAG: ?%{INT:nf_fragment_offset})?`,
  IPTABLES6_PART: `SRC=%{IPV6:nf_src_ip}\\s+DST=%{IPV6:nf_dst_ip}${TABLES_HEADS}${TOS('TC')}\\s+HOPLIMIT=(?:%{INT:nf_ttl})?\\s+FLOWLBL=(?:%{INT:nf_flow_label})?`,
  IPTABLES:
    'IN=(?:%{NOTSPACE:nf_in_interface})?\\s+OUT=(?:%{NOTSPACE:nf_out_interface})?\\s+(?:MAC=(?:%{COMMONMAC:nf_dst_mac}(?::%{COMMONMAC:nf_src_mac})?(?::[A-Fa-f0-9]{2})*)?\\s+)?(?:%{IPTABLES4_PART}|%{IPTABLES6_PART}).*?PROTO=(?:%{WORD:nf_protocol})?(?:\\s+SPT=(?:%{INT:nf_src_port})?\\s+DPT=(?:%{INT:nf_dst_port})?)?(?:\\s+%{IPTABLES_TCP_PART})?',
  SFW2_LOG_PREFIX: 'SFW2-INext-%{NOTSPACE:nf_action}',
  SFW2: '(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp})\\s*%{HOSTNAME:nf_host}.*?%{SFW2_LOG_PREFIX:nf_prefix}\\s*%{IPTABLES}',
};

/** What the fields of these messages are called in ECS. */
export const FIREWALL_FIELDS: Readonly<Record<string, string>> = {
  'close-reason': 'juniper.srx.reason',
  'dst-ip': 'destination.ip',
  'dst-nat-rule-name': 'juniper.srx.dst_nat_rule_name',
  'dst-port': 'destination.port:int',
  'elapsed-time': 'juniper.srx.elapsed_time:int',
  event: 'juniper.srx.tag',
  'from-zone': 'observer.ingress.zone',
  'nat-dst-ip': 'destination.nat.ip',
  'nat-dst-port': 'destination.nat.port:int',
  'nat-src-ip': 'source.nat.ip',
  'nat-src-port': 'source.nat.port:int',
  nf_ack: 'iptables.tcp.ack:int',
  nf_action: 'suse.firewall.action',
  nf_dst_ip: 'destination.ip',
  nf_dst_mac: 'destination.mac',
  nf_dst_port: 'destination.port:int',
  nf_flags: 'iptables.tcp.flags',
  nf_flow_label: 'iptables.flow_label',
  nf_fragment_offset: 'iptables.fragment_offset:int',
  nf_fragments: 'iptables.fragment_flags',
  nf_host: 'observer.hostname',
  nf_id: 'iptables.id',
  nf_in_interface: 'observer.ingress.interface.name',
  nf_len: 'iptables.length:int',
  nf_out_interface: 'observer.egress.interface.name',
  nf_prec: 'iptables.precedence_bits',
  nf_prefix: 'suse.firewall.log_prefix',
  nf_protocol: 'network.transport',
  nf_reserved: 'iptables.tcp_reserved_bits',
  nf_seq: 'iptables.tcp.seq:int',
  nf_src_ip: 'source.ip',
  nf_src_mac: 'source.mac',
  nf_src_port: 'source.port:int',
  nf_tos: 'iptables.tos',
  nf_ttl: 'iptables.ttl:int',
  nf_window: 'iptables.tcp.window:int',
  'policy-name': 'rule.name',
  'protocol-id': 'network.iana_number',
  received: 'destination.bytes:int',
  sent: 'source.bytes:int',
  service: 'juniper.srx.service_name',
  'session-id': 'juniper.srx.session_id',
  'src-ip': 'source.ip',
  'src-nat-rule-name': 'juniper.srx.src_nat_rule_name',
  'src-port': 'source.port:int',
  'to-zone': 'observer.egress.zone',
};
