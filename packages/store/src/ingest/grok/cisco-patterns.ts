const UNIT = '\\((?:Primary|Secondary)\\)';
const INTERFACE = '[Ii]nterface %{NOTSPACE:interface_name}';
const USER = (side: string) => `(?:\\(%{DATA:${side}_fwuser}\\))?`;
const FLOW = '%{IP:src_ip}(?:/%{INT:src_port})? to %{IP:dst_ip}(?:/%{INT:dst_port})?';
const BETWEEN = `%{DATA:src_interface}:%{IP:src_ip}(?:/%{INT:src_port})?${USER('src')} (?:dst|to) %{DATA:dst_interface}:%{IP:dst_ip}(?:/%{INT:dst_port})?${USER('dst')}`;
const ICMP = '\\(type %{INT:icmp_type}, code %{INT:icmp_code}\\)';
const HASHES = '\\[%{DATA:hashcode1}, %{DATA:hashcode2}\\]';

/** Messages of Cisco's ASA firewalls, by their numbers. */
export const CISCO_PATTERNS: Readonly<Record<string, string>> = {
  CISCO_TAGGED_SYSLOG:
    '(?:<%{POSINT:syslog_pri}>)?%{CISCOTIMESTAMP:timestamp}(?: %{SYSLOGHOST:sysloghost})? ?: %%{CISCOTAG:ciscotag}:',
  CISCOTAG: '[A-Z0-9]+-%{INT}-(?:[A-Z0-9_]+)',
  CISCO_ACTION:
    '(?:Built|Teardown|Deny|Denied|denied|requested|permitted|denied by ACL|discarded|est-allowed|Dropping|created|deleted)',
  CISCO_REASON:
    '(?:Duplicate TCP SYN|Failed to locate egress interface|Invalid transport field|No matching connection|DNS Response|DNS Query|(?:%{WORD}\\s*)*)',
  CISCO_DIRECTION: '(?:Inbound|inbound|Outbound|outbound)',
  CISCO_INTERVAL: '(?:first hit|%{INT}-second interval)',
  CISCO_XLATE_TYPE: '(?:static|dynamic)',
  CISCOFW104001: `${UNIT} Switching to ACTIVE - %{GREEDYDATA:switch_reason}`,
  CISCOFW104002: `${UNIT} Switching to STANDBY - %{GREEDYDATA:switch_reason}`,
  CISCOFW104003: `${UNIT} Switching to FAILED\\.`,
  CISCOFW104004: `${UNIT} Switching to OK\\.`,
  CISCOFW105003: `${UNIT} Monitoring on ${INTERFACE} waiting`,
  CISCOFW105004: `${UNIT} Monitoring on ${INTERFACE} normal`,
  CISCOFW105005: `${UNIT} Lost Failover communications with mate on ${INTERFACE}`,
  CISCOFW105008: `${UNIT} Testing ${INTERFACE}`,
  CISCOFW105009: `${UNIT} Testing on ${INTERFACE} (?:Passed|Failed)`,
  CISCOFW106001: `%{CISCO_DIRECTION:direction} %{WORD:protocol} connection %{CISCO_ACTION:action} from ${FLOW} flags %{DATA:tcp_flags} on interface %{NOTSPACE:interface}`,
  CISCOFW106006_106007_106010: `%{CISCO_ACTION:action} %{CISCO_DIRECTION:direction} %{WORD:protocol} (?:from|src) ${FLOW}(?: (?:on interface %{NOTSPACE:interface}|due to %{CISCO_REASON:reason}))?`,
  CISCOFW106014: `%{CISCO_ACTION:action} %{CISCO_DIRECTION:direction} %{WORD:protocol} src ${BETWEEN}\\s?${ICMP}`,
  CISCOFW106015: `%{CISCO_ACTION:action} %{WORD:protocol} \\(%{DATA:policy_id}\\) from ${FLOW} flags %{DATA:tcp_flags} on interface %{NOTSPACE:interface}`,
  CISCOFW106021: `%{CISCO_ACTION:action} %{WORD:protocol} reverse path check from ${FLOW} on interface %{NOTSPACE:interface}`,
  CISCOFW106023: `%{CISCO_ACTION:action}(?: protocol)? %{WORD:protocol} src ${BETWEEN}(?: ${ICMP})? by access-group "?%{DATA:policy_id}"? ${HASHES}`,
  CISCOFW106100: `access-list %{NOTSPACE:policy_id} %{CISCO_ACTION:action} %{WORD:protocol} %{DATA:src_interface}/%{IP:src_ip}\\(%{INT:src_port}\\)${USER('src')} -> %{DATA:dst_interface}/%{IP:dst_ip}\\(%{INT:dst_port}\\)${USER('dst')} hit-cnt %{INT:hit_count} %{CISCO_INTERVAL:interval} ${HASHES}`,
  CISCOFW110002: `%{CISCO_REASON:reason} for %{WORD:protocol} from %{DATA:src_interface}:${FLOW}`,
  CISCOFW302010: '%{INT:connection_count} in use, %{INT:connection_count_max} most used',
  CISCOFW302013_302014_302015_302016:
    '%{CISCO_ACTION:action}(?: %{CISCO_DIRECTION:direction})? %{WORD:protocol} connection %{INT:connection_id} for %{DATA:src_interface}:%{IP:src_ip}/%{INT:src_port}(?: \\(%{IP:src_mapped_ip}/%{INT:src_mapped_port}\\))?(?:\\(%{DATA:src_fwuser}\\))? to %{DATA:dst_interface}:%{IP:dst_ip}/%{INT:dst_port}(?: \\(%{IP:dst_mapped_ip}/%{INT:dst_mapped_port}\\))?(?:\\(%{DATA:dst_fwuser}\\))?(?: duration %{TIME:duration} bytes %{INT:bytes})?(?: %{CISCO_REASON:reason})?(?: \\(%{DATA:user}\\))?',
  CISCOFW302020_302021:
    '%{CISCO_ACTION:action}(?: %{CISCO_DIRECTION:direction})? %{WORD:protocol} connection for faddr %{IP:dst_ip}/%{INT:icmp_seq_num}(?:\\(%{DATA:fwuser}\\))? gaddr %{IP:src_xlated_ip}/%{INT:icmp_code_xlated} laddr %{IP:src_ip}/%{INT:icmp_code}(?: \\(%{DATA:user}\\))?',
  CISCOFW304001: `%{IP:src_ip}${USER('src')} Accessed URL %{IP:dst_ip}:%{GREEDYDATA:dst_url}`,
  CISCOFW305011:
    '%{CISCO_ACTION:action} %{CISCO_XLATE_TYPE:xlate_type} %{WORD:protocol} translation from %{DATA:src_interface}:%{IP:src_ip}(?:/%{INT:src_port})?(?:\\(%{DATA:src_fwuser}\\))? to %{DATA:src_xlated_interface}:%{IP:src_xlated_ip}/%{DATA:src_xlated_port}$',
  CISCOFW313001_313004_313008:
    '%{CISCO_ACTION:action} %{WORD:protocol} type=%{INT:icmp_type}, code=%{INT:icmp_code} from %{IP:src_ip} on interface %{NOTSPACE:interface}(?: to %{IP:dst_ip})?',
  CISCOFW321001:
    "Resource '%{WORD:resource_name}' limit of %{POSINT:resource_limit} reached for system",
  CISCOFW419002: `%{CISCO_REASON:reason} from %{DATA:src_interface}:%{IP:src_ip}/%{INT:src_port} to %{DATA:dst_interface}:%{IP:dst_ip}/%{INT:dst_port} with different initial sequence number`,
  CISCOFW500004: `%{CISCO_REASON:reason} for protocol=%{WORD:protocol}, from ${FLOW}`,
  CISCOFW602303_602304:
    '%{WORD:protocol}: An %{CISCO_DIRECTION:direction} %{GREEDYDATA:tunnel_type} SA \\(SPI= %{DATA:spi}\\) between %{IP:src_ip} and %{IP:dst_ip} \\(user= %{DATA:user}\\) has been %{CISCO_ACTION:action}',
  CISCOFW710001_710002_710003_710005_710006: `%{WORD:protocol} (?:request|access) %{CISCO_ACTION:action} from %{IP:src_ip}/%{INT:src_port} to %{DATA:dst_interface}:%{IP:dst_ip}/%{INT:dst_port}`,
  CISCOFW713172:
    'Group = %{DATA:group}, IP = %{IP:src_ip}, Automatic NAT Detection Status:\\s+Remote end\\s*%{DATA:is_remote_natted}\\s*behind a NAT device\\s+This\\s+end\\s*%{DATA:is_local_natted}\\s*behind a NAT device',
  CISCOFW733100:
    '\\[\\s*%{DATA:drop_type}\\s*\\] drop %{DATA:drop_rate_id} exceeded. Current burst rate is %{INT:drop_rate_current_burst} per second, max configured rate is %{INT:drop_rate_max_burst}; Current average rate is %{INT:drop_rate_current_avg} per second, max configured rate is %{INT:drop_rate_max_avg}; Cumulative total count is %{INT:drop_total_count}',
};

/** What the fields of these messages are called in ECS. */
export const CISCO_FIELDS: Readonly<Record<string, string>> = {
  action: 'cisco.asa.outcome',
  bytes: 'network.bytes:long',
  ciscotag: 'cisco.asa.tag',
  connection_count: 'cisco.asa.connections.in_use:int',
  connection_count_max: 'cisco.asa.connections.most_used:int',
  connection_id: 'cisco.asa.connection_id',
  direction: 'cisco.asa.network.direction',
  drop_rate_current_avg: 'cisco.asa.burst.current_average:int',
  drop_rate_current_burst: 'cisco.asa.burst.current_rate:int',
  drop_rate_id: 'cisco.asa.burst.id',
  drop_rate_max_avg: 'cisco.asa.burst.configured_average:int',
  drop_rate_max_burst: 'cisco.asa.burst.configured_rate:int',
  drop_total_count: 'cisco.asa.burst.cumulative_count:int',
  drop_type: 'cisco.asa.burst.object',
  dst_fwuser: 'destination.user.name',
  dst_interface: 'observer.egress.interface.name',
  dst_ip: 'destination.ip',
  dst_mapped_ip: 'destination.nat.ip',
  dst_mapped_port: 'destination.nat.port:int',
  dst_port: 'destination.port:int',
  dst_url: 'url.original',
  duration: 'cisco.asa.duration',
  fwuser: 'destination.user.name',
  group: 'cisco.asa.source.group',
  hashcode1: 'cisco.asa.hash1',
  hashcode2: 'cisco.asa.hash2',
  hit_count: 'cisco.asa.hit_count:int',
  icmp_code: 'cisco.asa.icmp_code:int',
  icmp_code_xlated: 'cisco.asa.icmp_code_xlated:int',
  icmp_seq_num: 'cisco.asa.icmp_seq:int',
  icmp_type: 'cisco.asa.icmp_type:int',
  interface: 'observer.egress.interface.name',
  interface_name: 'cisco.asa.interface.name',
  interval: 'cisco.asa.interval',
  is_local_natted: 'cisco.asa.local_natted',
  is_remote_natted: 'cisco.asa.remote_natted',
  policy_id: 'cisco.asa.rule_name',
  protocol: 'cisco.asa.network.transport',
  reason: 'event.reason',
  resource_limit: 'cisco.asa.resource.limit:int',
  resource_name: 'cisco.asa.resource.name',
  spi: 'cisco.asa.spi',
  src_fwuser: 'source.user.name',
  src_interface: 'observer.ingress.interface.name',
  src_ip: 'source.ip',
  src_mapped_ip: 'source.nat.ip',
  src_mapped_port: 'source.nat.port:int',
  src_port: 'source.port:int',
  src_xlated_interface: 'observer.egress.interface.name',
  src_xlated_ip: 'source.nat.ip',
  src_xlated_port: 'source.nat.port',
  switch_reason: 'event.reason',
  sysloghost: 'host.hostname',
  syslog_pri: 'log.syslog.priority:int',
  tcp_flags: 'cisco.asa.tcp_flags',
  tunnel_type: 'cisco.asa.tunnel_type',
  user: 'user.name',
  xlate_type: 'cisco.asa.xlate_type',
};
