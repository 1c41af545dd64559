import { expect, test } from 'vitest';
import { compileGrok } from './grok.ts';
import { patternBank, withOwnPatterns } from './pattern-banks.ts';

const legacy = patternBank('disabled');
const ecs = patternBank('v1');

function match(expression: string, text: string, bank = legacy) {
  const found = compileGrok(expression, bank).match(text);
  return found && Object.fromEntries(found);
}

const ACCESS =
  '203.0.113.9 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif?x=1 HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"';

test('a line of an access log has the fields of old', () => {
  expect(match('%{COMBINEDAPACHELOG}', ACCESS)).toEqual({
    clientip: '203.0.113.9',
    ident: '-',
    auth: 'frank',
    timestamp: '10/Oct/2000:13:55:36 -0700',
    verb: 'GET',
    request: '/a.gif?x=1',
    httpversion: '1.0',
    response: '200',
    bytes: '2326',
    referrer: '"http://www.example.com/start.html"',
    agent: '"Mozilla/4.08 [en] (Win98; I ;Nav)"',
  });
});

test('and those of ECS, with their types', () => {
  expect(match('%{COMBINEDAPACHELOG}', ACCESS, ecs)).toEqual({
    'source.address': '203.0.113.9',
    'user.name': 'frank',
    timestamp: '10/Oct/2000:13:55:36 -0700',
    'http.request.method': 'GET',
    'url.original': '/a.gif?x=1',
    'http.version': '1.0',
    'http.response.status_code': 200,
    'http.response.body.bytes': 2326,
    'http.request.referrer': 'http://www.example.com/start.html',
    'user_agent.original': 'Mozilla/4.08 [en] (Win98; I ;Nav)',
  });
});

test.each([
  [
    '%{SYSLOGLINE}',
    'Mar  4 05:06:07 web sshd[42]: Accepted key',
    { program: 'sshd', pid: '42', logsource: 'web', message: 'Accepted key' },
  ],
  [
    '%{SYSLOG5424LINE}',
    '<34>1 2003-10-11T22:14:15.003Z my.host su - ID47 - failed',
    {
      syslog5424_host: 'my.host',
      syslog5424_app: 'su',
      syslog5424_msgid: 'ID47',
      syslog5424_msg: 'failed',
    },
  ],
  [
    '%{TIMESTAMP_ISO8601:t} %{LOGLEVEL:l} %{GREEDYDATA:m}',
    '2021-03-04T05:06:07,891+01:00 WARN a b',
    { t: '2021-03-04T05:06:07,891+01:00', l: 'WARN', m: 'a b' },
  ],
  [
    '%{JAVASTACKTRACEPART}',
    '\tat org.foo.Bar$1.run(Bar.java:42)',
    { class: 'org.foo.Bar$1', method: 'run', file: 'Bar.java', line: '42' },
  ],
  ['%{URI:u}', 'see https://u:p@host.de:80/a?b=c#d', { u: 'https://u:p@host.de:80/a?b=c#d' }],
  [
    '%{RUBY_LOGGER}',
    'I, [2021-03-04T05:06:07.1 #9]  INFO -- app: hello',
    { pid: '9', loglevel: 'INFO', progname: 'app', message: 'hello' },
  ],
  [
    '%{MONGO3_LOG}',
    '2014-11-03T18:28:32.450-0500 I NETWORK [initandlisten] waiting',
    { severity: 'I', component: 'NETWORK', context: 'initandlisten', message: 'waiting' },
  ],
  [
    '%{REDISMONLOG}',
    '1339518083.107412 [0 127.0.0.1:60866] "keys" "*"',
    { database: '0', client: '127.0.0.1', command: 'keys', params: '"*"' },
  ],
  ['%{IP:a} %{IP:b}', '2001:db8::1 ::ffff:10.1.2.3', { a: '2001:db8::1', b: '::ffff:10.1.2.3' }],
  ['%{PATH:p}', 'C:\\Windows\\x.dll', { p: 'C:\\Windows\\x.dll' }],
  ['%{QS:q}', 'a "b \\" c" d', { q: '"b \\" c"' }],
  [
    '%{MAC:m} %{UUID:u}',
    '00:0a:95:9d:68:16 01234567-89ab-cdef-0123-456789abcdef',
    { m: '00:0a:95:9d:68:16', u: '01234567-89ab-cdef-0123-456789abcdef' },
  ],
])('%s reads %s', (expression, text, expected) => {
  expect(match(expression, text)).toMatchObject(expected);
});

const DENIED =
  'Deny tcp src outside:203.0.113.9/4711 dst inside:10.0.0.5/22 by access-group "out-in" [0x0, 0x1]';

test('messages of firewalls have their fields in both ways', () => {
  expect(match('%{CISCOFW106023}', DENIED)).toMatchObject({
    action: 'Deny',
    src_interface: 'outside',
    src_port: '4711',
    dst_ip: '10.0.0.5',
    policy_id: 'out-in',
  });
  expect(match('%{CISCOFW106023}', DENIED, ecs)).toMatchObject({
    'cisco.asa.outcome': 'Deny',
    'source.port': 4711,
    'destination.ip': '10.0.0.5',
  });
});

test('fields have the types that they ask for', () => {
  const found = match('%{NUMBER:a:int} %{NUMBER:b:float} %{WORD:c:boolean}', '12 1.5 true');
  expect(found).toEqual({ a: 12, b: 1.5, c: true });
});

test('a group with a name is a field, one without is none', () => {
  expect(match('(?<my.field>a+)(b)(?:c)', 'aabc')).toEqual({ 'my.field': 'aa' });
});

test('ends of lines and the dot are those of Oniguruma', () => {
  expect(match('^b(?<c>.*)$', 'a\nbc\nd')).toEqual({ c: 'c' });
  expect(match('(?m)b(?<c>.*)', 'a\nbc\nd')).toEqual({ c: 'c\nd' });
});

test('own patterns win, also inside of shipped ones', () => {
  const bank = withOwnPatterns(
    legacy,
    new Map([
      ['IPV4', 'four'],
      ['MINE', '%{IP}!'],
    ]),
  );
  expect(match('%{MINE:x}', 'four!', bank)).toEqual({ x: 'four!' });
});

test('every shipped pattern can be compiled', () => {
  for (const bank of [legacy, ecs]) {
    for (const name of bank.keys()) {
      expect(() => compileGrok(`%{${name}:x}`, bank), name).not.toThrow();
    }
  }
});

test('both banks have the same patterns', () => {
  expect([...legacy.keys()].sort()).toEqual([...ecs.keys()].sort());
});

test('an expression that is evil to other engines ends', () => {
  expect(match('(?<a>(x+x+)+y)', 'x'.repeat(5_000))).toBeUndefined();
});

test.each([
  ['%{A}', 'Unable to find pattern [A]'],
  ['%{WORD:a:date}', 'unknown type [date]'],
  ['(?!a)', 'invalid regex pattern'],
  ['('.repeat(10), 'invalid regex pattern'],
  ['%{WORD:a}'.repeat(1_001), '1000 fields'],
  ['a'.repeat(70_000), 'characters'],
])('%s is refused', (expression, message) => {
  expect(() => compileGrok(expression, legacy)).toThrow(message);
});

test('patterns that grow without end are refused', () => {
  const own = new Map(Array.from({ length: 40 }, (_, i) => [`P${i}`, `%{P${i + 1}}%{P${i + 1}}`]));
  expect(() => compileGrok('%{P0}', withOwnPatterns(legacy, own.set('P40', 'x')))).toThrow(
    'characters',
  );
});

test.each(['COMBINEDAPACHELOG', 'SYSLOGLINE', 'SYSLOG5424LINE', 'JAVASTACKTRACEPART', 'SQUID3'])(
  '%s is small enough for the quick engine',
  (name) => {
    for (const bank of [legacy, ecs]) {
      expect(compileGrok(`%{${name}}`, bank).regexp.instructions).toBeLessThanOrEqual(500);
    }
  },
);
