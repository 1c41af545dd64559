const HANDLED =
  '\\W*Processing by %{RCONTROLLER} as %{NOTSPACE:format}(?:\\W*Parameters: \\{%{DATA:params}\\}\\W*)?';
const QUESTION = '\\(%{NOTSPACE:asked}\\): query: %{NOTSPACE:query} (?<questionclass>IN)';

/** Messages of name servers, mail servers and applications, whose fields are just called otherwise in ECS. */
export const APPLICATION_PATTERNS: Readonly<Record<string, string>> = {
  // Rails: what was asked, who handles it, how it went
  RCONTROLLER: '(?<controller>[^#\\s]+)#(?<action>\\w+)',
  RPROCESSING: HANDLED,
  RAILS3HEAD:
    'Started %{WORD:verb} "%{URIPATHPARAM:request}" for %{IPORHOST:clientip} at %{RAILS_TIMESTAMP:timestamp}',
  RAILS3PROFILE:
    '(?:\\((?:Views: %{NUMBER:viewms}ms \\| )?ActiveRecord: %{NUMBER:activerecordms}ms)?',
  RAILS3FOOT:
    'Completed %{POSINT:response}%{DATA} in %{NUMBER:totalms}ms %{RAILS3PROFILE}%{GREEDYDATA}',
  RAILS3: '%{RAILS3HEAD}(?:%{RPROCESSING})?(?<context>(?:%{DATA}\\n)*)(?:%{RAILS3FOOT})?',
  MCOLLECTIVE:
    '., \\[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:pid}\\]%{SPACE}%{LOGLEVEL:event_level}',
  MCOLLECTIVEAUDIT: '%{TIMESTAMP_ISO8601:timestamp}:',

  // Exim
  EXIM_PID: '\\[%{POSINT:pid}\\]',
  EXIM_QUOTED_CONTENT: '(?:\\\\.|[^\\\\"])*',
  EXIM_REMOTE_HOST:
    '(?:H=(?:\\[?%{NOTSPACE:remote_hostname}\\]? )?(?:\\(%{NOTSPACE:remote_heloname}\\) )?\\[%{IP:remote_host}\\](?::%{POSINT:remote_port})?)',
  EXIM_INTERFACE: '(?:I=\\[%{IP:exim_interface}\\](?::%{NUMBER:exim_interface_port}))',
  EXIM_PROTOCOL: '(?:P=%{NOTSPACE:protocol})',
  EXIM_MSG_SIZE: '(?:S=%{NUMBER:exim_msg_size})',
  EXIM_HEADER_ID: '(?:id=%{NOTSPACE:exim_header_id})',
  EXIM_SUBJECT: '(?:T=%{QS:exim_subject})',
  EXIM_UNKNOWN_FIELD: '(?:[A-Za-z]{1,4}=(?:%{QS}|%{NOTSPACE}))',
  EXIM_NAMED_FIELDS:
    '(?: (?:%{EXIM_REMOTE_HOST}|%{EXIM_INTERFACE}|%{EXIM_PROTOCOL}|%{EXIM_MSG_SIZE}|%{EXIM_HEADER_ID}|%{EXIM_SUBJECT}|%{EXIM_UNKNOWN_FIELD}))*',
  EXIM_MESSAGE_ARRIVAL:
    '%{EXIM_DATE:timestamp} (?:%{EXIM_PID} )?%{EXIM_MSGID:exim_msgid} (?<exim_flags><=) (?:(?<exim_status>[a-z:]) )?%{EMAILADDRESS:exim_sender_email}%{EXIM_NAMED_FIELDS}(?: for %{EMAILADDRESS:exim_recipient_email})?',
  EXIM: '%{EXIM_MESSAGE_ARRIVAL}',

  // BIND
  BIND9_DNSTYPE: '[A-Z][A-Z0-9]*',
  BIND9_CATEGORY: 'queries',
  BIND9_QUERYLOGBASE: `client(?: @0x[0-9A-Fa-f]+)? %{IP:clientip}#%{POSINT:clientport} ${QUESTION} %{BIND9_DNSTYPE:querytype}(?: %{NOTSPACE:flags})? \\(%{IP:dns}\\)`,
  BIND9_QUERYLOG:
    '%{BIND9_TIMESTAMP:timestamp} %{BIND9_CATEGORY:category}: %{LOGLEVEL:loglevel}: %{BIND9_QUERYLOGBASE}',

  // Web
  ELB_URIPATHQUERY: '%{URIPATH:path}(?:\\?%{URIQUERY:params})?',
  HAPROXYURI:
    '(?:%{URIPROTO:http_proto}://)?(?:%{USER:http_user}(?::[^@]*)?@)?(?:%{IPORHOST:http_host}(?::%{POSINT:http_port})?)?(?:%{URIPATH:http_path}(?:\\?%{URIQUERY:http_query})?)?',
  SQUID3_STATUS: '(?:%{POSINT:status_code}|0+)',
};

/** What the fields of these messages are called in ECS. */
export const APPLICATION_FIELDS: Readonly<Record<string, string>> = {
  action: 'rails.controller.action',
  activerecordms: 'rails.request.duration.active_record:float',
  asked: 'bind.log.question.name',
  category: 'bind.log.category',
  clientip: 'client.ip',
  clientport: 'client.port:int',
  context: 'rails.request.explain.original',
  controller: 'rails.controller.class',
  dns: 'server.ip',
  event_level: 'log.level',
  exim_flags: 'exim.log.flags',
  exim_header_id: 'exim.log.header_id',
  exim_interface: 'destination.ip',
  exim_interface_port: 'destination.port:int',
  exim_msg_size: 'exim.log.message.size:int',
  exim_msgid: 'exim.log.message.id',
  exim_recipient_email: 'exim.log.recipient.email',
  exim_sender_email: 'exim.log.sender.email',
  exim_status: 'exim.log.status',
  flags: 'bind.log.question.flags',
  format: 'rails.request.format',
  http_host: 'url.domain',
  http_path: 'url.path',
  http_port: 'url.port:int',
  http_proto: 'url.scheme',
  http_query: 'url.query',
  http_user: 'url.username',
  loglevel: 'log.level',
  params: 'rails.request.params',
  path: 'url.path',
  pid: 'process.pid:int',
  protocol: 'network.protocol',
  query: 'dns.question.name',
  questionclass: 'dns.question.class',
  querytype: 'dns.question.type',
  remote_heloname: 'exim.log.remote_address',
  remote_host: 'source.ip',
  remote_hostname: 'source.address',
  remote_port: 'source.port:int',
  request: 'url.original',
  response: 'http.response.status_code:int',
  status_code: 'http.response.status_code:int',
  totalms: 'rails.request.duration.total:float',
  verb: 'http.request.method',
  viewms: 'rails.request.duration.view:float',
};
