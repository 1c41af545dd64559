import { expect, test } from 'vitest';
import { compileGrok } from './grok.ts';
import { patternBank } from './pattern-banks.ts';

type Fields = Readonly<Record<string, unknown>>;

const legacy = patternBank('disabled');
const ecs = patternBank('v1');

function match(name: string, text: string, bank: typeof legacy) {
  const found = compileGrok(`^%{${name}}$`, bank).match(text);
  return found && Object.fromEntries(found);
}

const CASES: readonly (readonly [string, string, Fields, Fields])[] = [
  [
    'NAGIOSLOGLINE',
    '[1427925600] CURRENT SERVICE STATE: nagioshost;disk;OK;HARD;1;DISK OK - 62% free',
    { nagios_epoch: '1427925600', nagios_type: 'CURRENT SERVICE STATE', nagios_statecode: '1' },
    { timestamp: '1427925600', 'service.state': 'OK', 'nagios.log.attempt': 1 },
  ],
  [
    'NAGIOSLOGLINE',
    '[1427925601] HOST NOTIFICATION: ops;web1;DOWN;notify-by-mail;CRITICAL - unreachable',
    { nagios_notifyname: 'ops', nagios_contact: 'notify-by-mail', nagios_state: 'DOWN' },
    { 'user.name': 'ops', 'nagios.log.notification_command': 'notify-by-mail' },
  ],
  [
    'NAGIOSLOGLINE',
    '[1427925602] SERVICE EVENT HANDLER: web1;http;CRITICAL;SOFT;restart-httpd',
    { nagios_statetype: 'SOFT', nagios_event_handler_name: 'restart-httpd' },
    { 'nagios.log.state_type': 'SOFT', 'nagios.log.event_handler_name': 'restart-httpd' },
  ],
  [
    'NAGIOSLOGLINE',
    '[1427925603] TIMEPERIOD TRANSITION: workhours;-1;1',
    { nagios_service: 'workhours', nagios_unknown1: '-1', nagios_unknown2: '1' },
    { 'service.name': 'workhours', 'nagios.log.period_from': -1, 'nagios.log.period_to': 1 },
  ],
  [
    'NAGIOSLOGLINE',
    '[1427925604] EXTERNAL COMMAND: SCHEDULE_HOST_DOWNTIME;web1;1427926000;1427929600;1;0;3600;ann;new disk',
    { nagios_command: 'SCHEDULE_HOST_DOWNTIME', nagios_author: 'ann', nagios_duration: '3600' },
    { 'user.name': 'ann', 'nagios.log.duration': 3600, 'nagios.log.comment': 'new disk' },
  ],
  [
    'NAGIOSLOGLINE',
    '[1427925605] EXTERNAL COMMAND: DISABLE_SVC_NOTIFICATIONS;web1;http',
    { nagios_hostname: 'web1', nagios_service: 'http' },
    { 'host.hostname': 'web1', 'service.name': 'http' },
  ],
  [
    'NAGIOSLOGLINE',
    '[1427925606] Warning: The results of service http are stale',
    { nagios_message: 'The results of service http are stale' },
    { message: 'The results of service http are stale' },
  ],
  [
    'BACULA_LOGLINE',
    '09-Jan 19:54 bacula-host JobId 265896: Fatal error: bsock.c:133 Unable to connect to Client: web1-fd on web1.example.org:9102. ERR=Connection refused',
    {
      bts: '09-Jan 19:54',
      hostname: 'bacula-host',
      client: 'web1-fd',
      berror: 'Connection refused',
    },
    { 'bacula.job.id': '265896', 'client.address': 'web1.example.org', 'client.port': 9102 },
  ],
  [
    'BACULA_LOG_END_VOLUME',
    'End of medium on Volume "daily-007" Bytes=1,073,741,824 Blocks=16,384 at 09-Jan-2015 20:05',
    { volume: 'daily-007' },
    {
      'bacula.volume.name': 'daily-007',
      'bacula.volume.bytes': '1,073,741,824',
      'bacula.volume.blocks': '16,384',
      'bacula.timestamp': '09-Jan-2015 20:05',
    },
  ],
  [
    'BACULA_LOG_JOBEND',
    'Job write elapsed time = 00:02:11, Transfer rate = 4.512 M Bytes/second',
    { elapsed: '00:02:11' },
    { 'bacula.job.elapsed_time': '00:02:11' },
  ],
  [
    'RT_FLOW1',
    'RT_FLOW_SESSION_CLOSE: session closed TCP FIN: 10.0.0.5/51700->203.0.113.9/443 junos-https 198.51.100.7/2210->203.0.113.9/443 out-nat None 6 web-out trust untrust 4711 12(1840) 14(20480) 31 UNKNOWN',
    { event: 'RT_FLOW_SESSION_CLOSE', 'src-ip': '10.0.0.5', sent: '1840', 'elapsed-time': '31' },
    {
      'juniper.srx.reason': 'session closed TCP FIN',
      'source.nat.port': 2210,
      'destination.bytes': 20480,
      'juniper.srx.src_nat_rule_name': 'out-nat',
    },
  ],
  [
    'RT_FLOW2',
    'RT_FLOW_SESSION_CREATE: session created 10.0.0.5/51700->203.0.113.9/443 junos-https 198.51.100.7/2210->203.0.113.9/443 None None 6 web-out trust untrust 4711',
    { 'policy-name': 'web-out', 'session-id': '4711' },
    { 'rule.name': 'web-out', 'observer.ingress.zone': 'trust', 'network.iana_number': '6' },
  ],
  [
    'RT_FLOW3',
    'RT_FLOW_SESSION_DENY: session denied 10.0.0.5/0->203.0.113.9/0 icmp 1(8) drop-all trust untrust',
    { service: 'icmp', 'to-zone': 'untrust' },
    { 'source.port': 0, 'observer.egress.zone': 'untrust' },
  ],
  [
    'IPTABLES',
    'IN=eth0 OUT= MAC=00:16:3e:01:02:03:00:16:3e:0a:0b:0c:08:00 SRC=203.0.113.9 DST=10.0.0.5 LEN=60 TOS=0x00 PREC=0x00 TTL=51 ID=20411 DF PROTO=TCP SPT=40112 DPT=22 WINDOW=29200 RES=0x00 SYN ',
    { nf_in_interface: 'eth0', nf_src_ip: '203.0.113.9', nf_dst_port: '22' },
    {
      'destination.mac': '00:16:3e:01:02:03',
      'source.mac': '00:16:3e:0a:0b:0c',
      'iptables.fragment_flags': 'DF',
      'iptables.ttl': 51,
      'source.port': 40112,
      'iptables.tcp.window': 29200,
    },
  ],
  [
    'IPTABLES',
    'IN=eth0 OUT=eth1 SRC=2001:db8::9 DST=2001:db8::5 LEN=80 TC=0 HOPLIMIT=60 FLOWLBL=0 PROTO=UDP SPT=5353 DPT=53',
    { nf_src_ip: '2001:db8::9', nf_protocol: 'UDP' },
    { 'destination.ip': '2001:db8::5', 'observer.egress.interface.name': 'eth1' },
  ],
  [
    'SFW2',
    'Jan 29 00:00:28 gate kernel: [ 12.5] SFW2-INext-DROP-DEFLT IN=ppp0 OUT= MAC= SRC=203.0.113.9 DST=198.51.100.7 LEN=48 TOS=0x00 PREC=0x00 TTL=114 ID=5720 PROTO=TCP SPT=1420 DPT=80',
    { nf_action: 'DROP-DEFLT', nf_dst_port: '80' },
    { 'suse.firewall.action': 'DROP-DEFLT', 'observer.hostname': 'gate', 'destination.port': 80 },
  ],
  [
    'CISCOFW313005',
    'No matching connection for ICMP error message: icmp src outside:203.0.113.9 dst inside:10.0.0.5 (type 3, code 3) on outside interface.  Original IP payload: udp src 10.0.0.5/53 dst 203.0.113.9/40112',
    { err_icmp_type: '3', orig_src_port: '53' },
    { 'source.ip': '203.0.113.9', 'cisco.asa.original_ip_payload.source.port': 53 },
  ],
  [
    'CISCOFW402117',
    'IPSEC: Received a non-IPSec packet (protocol= ICMP) from 203.0.113.9 to 198.51.100.7',
    { protocol: 'IPSEC', orig_protocol: 'ICMP' },
    { 'destination.ip': '198.51.100.7' },
  ],
  [
    'CISCOFW402119',
    'IPSEC: Received an ESP packet (SPI= 0x46391ED0, sequence number= 0x12) from 203.0.113.9 (user= anna) to 198.51.100.7 that failed anti-replay checking',
    { spi: '0x46391ED0', seq_num: '0x12', user: 'anna' },
    { 'cisco.asa.spi': '0x46391ED0' },
  ],
  [
    'CISCOFW419001',
    'Dropping TCP packet from outside:203.0.113.9/80 to inside:10.0.0.5/40112, reason: MSS exceeded, MSS 1380, data 1460',
    { action: 'Dropping', reason: 'MSS exceeded, MSS 1380, data 1460' },
    { 'source.port': 80, 'event.reason': 'MSS exceeded, MSS 1380, data 1460' },
  ],
  [
    'CISCOFW106100_2_3',
    "access-list out denied tcp for user 'bob' inside/10.0.0.5(40112) -> outside/203.0.113.9(80) hit-cnt 1 first hit [0x2e142c2e, 0x0]",
    { src_fwuser: 'bob', interval: 'first hit' },
    { 'source.user.name': 'bob', 'cisco.asa.hit_count': 1 },
  ],
  [
    'EXIM',
    '2014-08-10 11:18:46 [23] 1XGPmS-0003zh-1z <= ann@example.org H=mail.example.org (helo.example.org) [203.0.113.9]:40112 I=[198.51.100.7]:25 P=esmtps X=TLS1.2:256 S=3114 id=a1@example.org T="Say \\"hi\\"" for bob@example.com',
    { exim_msgid: '1XGPmS-0003zh-1z', remote_host: '203.0.113.9', exim_flags: '<=' },
    {
      'process.pid': 23,
      'exim.log.sender.email': 'ann@example.org',
      'exim.log.recipient.email': 'bob@example.com',
      'source.address': 'mail.example.org',
      'source.port': 40112,
      'destination.port': 25,
      'exim.log.message.size': 3114,
    },
  ],
  [
    'BIND9',
    '17-Feb-2018 23:06:56.326 queries: info: client @0x7f7e 203.0.113.9#63998 (shop.example.org): query: shop.example.org IN AAAA + (198.51.100.7)',
    { clientip: '203.0.113.9', dns: '198.51.100.7' },
    {
      'bind.log.category': 'queries',
      'dns.question.class': 'IN',
      'dns.question.type': 'AAAA',
      'bind.log.question.flags': '+',
      'client.port': 63998,
    },
  ],
  [
    'RAILS3',
    'Started GET "/ships?id=3" for 203.0.113.9 at 2013-05-24 11:14:16 +0200\nProcessing by ShipsController#index as HTML\n  Parameters: {"id"=>"3"}\nRendered ships.erb\nCompleted 200 OK in 14ms (Views: 9.5ms | ActiveRecord: 2.1ms)',
    { controller: 'ShipsController', action: 'index', totalms: '14', viewms: '9.5' },
    {
      'source.address': '203.0.113.9',
      'rails.controller.class': 'ShipsController',
      'http.response.status_code': 200,
      'rails.request.duration.active_record': 2.1,
      'rails.request.params': '"id"=>"3"',
    },
  ],
  [
    'MCOLLECTIVE',
    'I, [2012-10-12T14:25:14.5 #9]  INFO',
    { pid: '9', event_level: 'INFO' },
    { 'process.pid': 9, 'log.level': 'INFO' },
  ],
  [
    'MCOLLECTIVEAUDIT',
    '2012-10-12T14:25:14Z:',
    { timestamp: '2012-10-12T14:25:14Z' },
    { timestamp: '2012-10-12T14:25:14Z' },
  ],
  [
    'TOMCATLOG',
    '31-Jul-2020 16:40:38.451 INFO [http-nio-8080-exec-3] org.shop.Cart.pay Paid 3 items',
    { class: 'org.shop.Cart', method: 'pay', logmessage: 'Paid 3 items' },
    { 'log.origin.function': 'pay', 'java.log.origin.thread.name': 'http-nio-8080-exec-3' },
  ],
  [
    'TOMCATLOG',
    '2014-01-09 20:03:28,269 -0800 | ERROR | org.shop.Cart - no such item',
    { level: 'ERROR', class: 'org.shop.Cart' },
    { 'log.level': 'ERROR', message: 'no such item' },
  ],
  [
    'ELB_ACCESS_LOG',
    '2014-02-15T23:39:43.945958Z my-lb 203.0.113.9:2817 10.0.0.5:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/a?b=c HTTP/1.1"',
    { elb: 'my-lb', backendport: 80, urihost: 'www.example.com:80', params: '?b=c' },
    { 'aws.elb.name': 'my-lb', 'http.response.body.bytes': 29, 'url.path': '/a' },
  ],
  [
    'CLOUDFRONT_ACCESS_LOG',
    '2014-05-23\t01:13:11\tFRA2\t182\t203.0.113.9\tGET\td111.cloudfront.net\t/view.html\t200\twww.example.com\tMozilla/4.0\t-',
    { timestamp: '2014-05-23\t01:13:11', sc_bytes: 182 },
    { timestamp: '2014-05-23\t01:13:11', 'source.ip': '203.0.113.9' },
  ],
  [
    'HAPROXYURI',
    'https://ann:x@shop.example.org:8443/cart?id=3',
    { http_host: 'shop.example.org', http_path: '/cart' },
    { 'url.username': 'ann', 'url.port': 8443, 'url.query': 'id=3' },
  ],
  [
    'SQUID3',
    '1525334330.556   3 203.0.113.9 TCP_MISS/000 0 GET http://example.org/ - HIER_NONE/- -',
    { cache_result: 'TCP_MISS', status_code: '000' },
    { 'event.action': 'TCP_MISS', 'squid.request.duration': 3 },
  ],
  [
    'BRO_HTTP',
    '1432555199.63\tCOp1\t10.0.0.5\t50542\t203.0.113.9\t80\t1\tGET\texample.org\t/a\t-\tcurl/7\t0\t211\t200\tOK\t-\t-\t-\t(empty)\t-\t-\t-\t-\t-\tFnRg\tapplication/json',
    { orig_h: '10.0.0.5', method: 'GET', referrer: '-', resp_mime_types: 'application/json' },
    { 'source.port': 50542, 'http.response.status_code': 200, 'http.response.body.bytes': 211 },
  ],
  [
    'BRO_DNS',
    '1359565680.76\tUWkU\t10.0.0.5\t54005\t10.0.0.2\t53\tudp\t30219\tshop.example.org\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t203.0.113.9\t300.0\tF',
    { query: 'shop.example.org', rcode_name: 'NOERROR' },
    { 'dns.id': 30219, 'zeek.dns.RD': 'T', 'dns.question.type': 'A' },
  ],
  [
    'BRO_CONN',
    '1541001600.57\tCpl6\t10.0.0.5\t34490\t203.0.113.9\t443\ttcp\tssl\t0.25\t517\t4096\tSF\tT\tF\t0\tShADad\t9\t985\t8\t4516\t(empty)',
    { local_resp: 'F', resp_ip_bytes: '4516' },
    { 'zeek.connection.local_resp': 'F', 'destination.bytes': 4516 },
  ],
  [
    'ZEEK_CONN',
    '1541001600.57\tCpl6\t10.0.0.5\t34490\t203.0.113.9\t443\ttcp\tssl\t0.25\t517\t4096\tSF\tT\tF\t0\tShADad\t9\t985\t8\t4516\t-\t00:16:3e:01:02:03\t00:16:3e:0a:0b:0c',
    { service: 'ssl', orig_l2_addr: '00:16:3e:01:02:03' },
    {
      'zeek.connection.duration': 0.25,
      'destination.packets': 8,
      'source.mac': '00:16:3e:01:02:03',
    },
  ],
  [
    'ZEEK_FILES',
    '1477493350.28\tFGM2\t203.0.113.9,203.0.113.10\t10.0.0.5\tCzj1\tHTTP\t0\tMD5\ttext/html\t-\t0.5\t-\tF\t1270\t1270\t0\t0\tF\t-\td41d8cd98f00b204e9800998ecf8427e\t-\t-\t-',
    { fuid: 'FGM2', tx_hosts: '203.0.113.9,203.0.113.10', md5: 'd41d8cd98f00b204e9800998ecf8427e' },
    {
      'server.ip': '203.0.113.9',
      'zeek.files.tx_hosts': '203.0.113.9,203.0.113.10',
      'client.ip': '10.0.0.5',
    },
  ],
];

test.each(CASES)('%s reads %j', (name, line, old, now) => {
  expect(match(name, line, legacy)).toMatchObject(old);
  expect(match(name, line, ecs)).toMatchObject(now);
});
