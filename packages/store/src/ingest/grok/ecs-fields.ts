import { APPLICATION_FIELDS, APPLICATION_PATTERNS } from './application-patterns.ts';
import { BACULA_ECS_PATTERNS, BACULA_FIELDS } from './bacula-patterns.ts';
import { CISCO_FIELDS, CISCO_PATTERNS } from './cisco-patterns.ts';
import { FIREWALL_FIELDS, FIREWALL_PATTERNS } from './firewall-patterns.ts';
import { LEGACY_PATTERNS } from './legacy-patterns.ts';
import { NAGIOS_FIELDS, NAGIOS_PATTERNS } from './nagios-patterns.ts';

type Patterns = Readonly<Record<string, string>>;

/** What fields of old are called in ECS, with their types, for patterns that are the same otherwise. */
const FIELDS: Readonly<Record<string, Patterns>> = {
  CLOUDFRONT_ACCESS_LOG: {
    agent: 'user_agent.original',
    clientip: 'source.ip',
    cs_host: 'aws.cloudfront.http.request.host',
    cs_method: 'http.request.method',
    cs_uri_query: 'url.query',
    cs_uri_stem: 'url.path',
    referrer: 'http.request.referrer',
    sc_bytes: 'destination.bytes:long',
    sc_status: 'http.response.status_code:int',
    x_edge_location: 'aws.cloudfront.x_edge_location',
  },
  ELB_V1_HTTP_LOG: {
    backend_processing_time: 'aws.elb.backend_processing_time.sec:float',
    backend_response: 'aws.elb.backend.http.response.status_code:int',
    backendip: 'aws.elb.backend.ip',
    backendport: 'aws.elb.backend.port:int',
    bytes: 'http.response.body.bytes:long',
    clientip: 'source.ip',
    clientport: 'source.port:int',
    elb: 'aws.elb.name',
    received_bytes: 'http.request.body.bytes:long',
    request_processing_time: 'aws.elb.request_processing_time.sec:float',
    response: 'http.response.status_code:int',
    response_processing_time: 'aws.elb.response_processing_time.sec:float',
  },
  ELB_REQUEST_LINE: {
    httpversion: 'http.version',
    request: 'url.original',
    verb: 'http.request.method',
  },
  ELB_URI: { proto: 'url.scheme', urihost: 'url.domain' },
  ELB_URIPATHPARAM: { params: 'url.query', path: 'url.path' },
  NETSCREENSESSIONLOG: {
    action: 'event.action',
    device: 'observer.hostname',
    device_id: 'netscreen.device_id',
    dst_ip: 'destination.ip',
    dst_port: 'destination.port:int',
    dst_xlated_ip: 'destination.nat.ip',
    dst_xlated_port: 'destination.nat.port:int',
    dst_zone: 'observer.egress.zone',
    duration: 'netscreen.session.duration:int',
    policy_id: 'netscreen.policy_id',
    proto: 'netscreen.protocol_number:int',
    rcvd: 'destination.bytes:long',
    reason: 'netscreen.session.reason',
    sent: 'source.bytes:long',
    service: 'netscreen.service',
    session_id: 'netscreen.session.id',
    src_ip: 'source.ip',
    src_port: 'source.port:int',
    src_xlated_ip: 'source.nat.ip',
    src_xlated_port: 'source.nat.port:int',
    src_zone: 'observer.ingress.zone',
    start_time: 'netscreen.session.start_time',
  },
  S3_ACCESS_LOG: {
    agent: 'user_agent.original',
    bucket: 'aws.s3access.bucket',
    bytes: 'aws.s3access.bytes_sent:long',
    clientip: 'client.ip',
    error_code: 'aws.s3access.error_code',
    key: 'aws.s3access.key',
    object_size: 'aws.s3access.object_size:long',
    operation: 'aws.s3access.operation',
    owner: 'aws.s3access.bucket_owner',
    referrer: 'http.request.referrer',
    request_id: 'aws.s3access.request_id',
    request_time_ms: 'aws.s3access.total_time:int',
    requester: 'client.user.id',
    response: 'http.response.status_code:int',
    turnaround_time_ms: 'aws.s3access.turn_around_time:int',
    version_id: 'aws.s3access.version_id',
  },
  S3_REQUEST_LINE: {
    httpversion: 'http.version',
    request: 'url.original',
    verb: 'http.request.method',
  },
  SHOREWALL: {
    nf_action1: 'shorewall.firewall.type',
    nf_action2: 'shorewall.firewall.action',
    nf_dst_ip: 'destination.ip',
    nf_dst_mac: 'destination.mac',
    nf_dst_port: 'destination.port:int',
    nf_host: 'observer.hostname',
    nf_in_interface: 'observer.ingress.interface.name',
    nf_out_interface: 'observer.egress.interface.name',
    nf_protocol: 'network.transport',
    nf_src_ip: 'source.ip',
    nf_src_mac: 'source.mac',
    nf_src_port: 'source.port:int',
  },
};

/** Patterns of old whose fields have other names in ECS, with these names. */
const FAMILIES: readonly (readonly [Patterns, Patterns])[] = [
  ...Object.entries(FIELDS).map(
    ([name, fields]) => [{ [name]: LEGACY_PATTERNS[name] ?? '' }, fields] as const,
  ),
  [CISCO_PATTERNS, CISCO_FIELDS],
  [FIREWALL_PATTERNS, FIREWALL_FIELDS],
  [NAGIOS_PATTERNS, NAGIOS_FIELDS],
  [BACULA_ECS_PATTERNS, BACULA_FIELDS],
  [APPLICATION_PATTERNS, APPLICATION_FIELDS],
];

/** Patterns of old with the fields of ECS in them. */
export const RENAMED_PATTERNS: Patterns = Object.fromEntries(
  FAMILIES.flatMap(([patterns, fields]) =>
    Object.entries(patterns).map(([name, pattern]) => [name, renamed(pattern, fields)]),
  ),
);

/** A group of its own cannot have a type: its field is one of text. */
function renamed(pattern: string, fields: Patterns): string {
  return pattern
    .replace(/%\{(\w+):([\w-]+)(?::\w+)?\}/g, (all, name, field) =>
      Object.hasOwn(fields, field) ? `%{${name}:${fields[field]}}` : all,
    )
    .replace(/\(\?<(\w+)>/g, (all, field) =>
      Object.hasOwn(fields, field) ? `(?<${fields[field]}>` : all,
    );
}
