import { CISCO_FIELDS, CISCO_PATTERNS } from './cisco-patterns.ts';
import { LEGACY_PATTERNS } from './legacy-patterns.ts';

/** What fields of old are called in ECS, with their types, for patterns that are the same otherwise. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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
  ELB_ACCESS_LOG: {
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

/** Patterns of old with the fields of ECS in them. */
export const RENAMED_PATTERNS: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries(FIELDS).map(([name, fields]) => [
    name,
    renamed(LEGACY_PATTERNS[name] ?? '', fields),
  ]),
  ...Object.entries(CISCO_PATTERNS).map(([name, pattern]) => [
    name,
    renamed(pattern, CISCO_FIELDS),
  ]),
]);

function renamed(pattern: string, fields: Readonly<Record<string, string>>): string {
  return pattern.replace(/%\{(\w+):(\w+)(?::\w+)?\}/g, (all, name, field) =>
    Object.hasOwn(fields, field) ? `%{${name}:${fields[field]}}` : all,
  );
}
