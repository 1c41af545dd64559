/** Patterns whose fields are those of ECS (`ecs_compatibility: v1`). */
export const ECS_PATTERNS: Readonly<Record<string, string>> = {
  // Web servers
  HTTPD_COMMONLOG:
    '%{IPORHOST:source.address} (?:-|%{HTTPDUSER:apache.access.user.identity}) (?:-|%{HTTPDUSER:user.name}) \\[%{HTTPDATE:timestamp}\\] "(?:%{WORD:http.request.method} %{NOTSPACE:url.original}(?: HTTP/%{NUMBER:http.version})?|%{DATA})" (?:-|%{INT:http.response.status_code:int}) (?:-|%{INT:http.response.body.bytes:long})',
  HTTPD_COMBINEDLOG:
    '%{HTTPD_COMMONLOG} "(?:-|%{DATA:http.request.referrer})" "(?:-|%{DATA:user_agent.original})"',
  COMMONAPACHELOG: '%{HTTPD_COMMONLOG}',
  COMBINEDAPACHELOG: '%{HTTPD_COMBINEDLOG}',
  HTTPD20_ERRORLOG:
    '\\[%{HTTPDERROR_DATE:timestamp}\\] \\[%{LOGLEVEL:log.level}\\] (?:\\[client %{IPORHOST:source.address}\\] )?%{GREEDYDATA:message}',
  HTTPD24_ERRORLOG:
    '\\[%{HTTPDERROR_DATE:timestamp}\\] \\[(?:%{WORD:apache.error.module})?:%{LOGLEVEL:log.level}\\] \\[pid %{POSINT:process.pid:long}(?::tid %{INT:process.thread.id:int})?\\](?: \\(%{POSINT:apache.error.proxy.error.code}\\)%{DATA:apache.error.proxy.error.message}:)?(?: \\[client %{IPORHOST:source.address}(?::%{POSINT:source.port:int})?\\])?(?: %{DATA:error.code}:)? %{GREEDYDATA:message}',
  HTTPD_ERRORLOG: '(?:%{HTTPD20_ERRORLOG}|%{HTTPD24_ERRORLOG})',
  SQUID3:
    '%{NUMBER:timestamp}\\s+(?:%{NUMBER:squid.request.duration:int})\\s%{IP:source.ip}\\s%{WORD:event.action}/%{SQUID3_STATUS}\\s%{NUMBER:http.response.bytes:long}\\s%{WORD:http.request.method}\\s%{NOTSPACE:url.original}\\s(?:-|%{NOTSPACE:user.name})\\s%{WORD:squid.hierarchy_code}/(?:-|%{IPORHOST:destination.address})\\s(?:-|%{NOTSPACE:http.response.mime_type})',
  ELB_ACCESS_LOG: '%{ELB_V1_HTTP_LOG}',
  HAPROXYDATE: '%{MONTHDAY}/%{MONTH}/%{YEAR}:%{HAPROXYTIME}\\.%{INT}',
  HAPROXYCAPTUREDREQUESTHEADERS: '%{DATA:haproxy.http.request.captured_headers}',
  HAPROXYCAPTUREDRESPONSEHEADERS: '%{DATA:haproxy.http.response.captured_headers}',
  HAPROXYHTTPBASE:
    '%{IP:source.address}:%{INT:source.port:int} \\[%{HAPROXYDATE:timestamp}\\] %{NOTSPACE:haproxy.frontend_name} %{NOTSPACE:haproxy.backend_name}/(?:<NOSRV>|%{NOTSPACE:haproxy.server_name}) (?:-1|%{INT:haproxy.http.request.time_wait_ms:int})/(?:-1|%{INT:haproxy.total_waiting_time_ms:int})/(?:-1|%{INT:haproxy.connection_wait_time_ms:int})/(?:-1|%{INT:haproxy.http.request.time_wait_without_data_ms:int})/%{NOTSPACE:temp.duration} %{INT:http.response.status_code:int} %{INT:source.bytes:long} (?:-|%{DATA:haproxy.http.request.captured_cookie}) (?:-|%{DATA:haproxy.http.response.captured_cookie}) %{NOTSPACE:haproxy.termination_state} %{INT:haproxy.connections.active:int}/%{INT:haproxy.connections.frontend:int}/%{INT:haproxy.connections.backend:int}/%{INT:haproxy.connections.server:int}/%{INT:haproxy.connections.retries:int} %{INT:haproxy.server_queue:int}/%{INT:haproxy.backend_queue:int}(?: \\{%{HAPROXYCAPTUREDREQUESTHEADERS}\\})?(?: \\{%{HAPROXYCAPTUREDRESPONSEHEADERS}\\})?(?: "(?:<BADREQ>|%{WORD:http.request.method} %{HAPROXYURI:url.original}(?: HTTP/%{NUMBER:http.version})?)"?)?',
  HAPROXYHTTP:
    '(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp}) %{IPORHOST:host.hostname} %{SYSLOGPROG}: %{HAPROXYHTTPBASE}',
  HAPROXYTCP:
    '(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp}) %{IPORHOST:host.hostname} %{SYSLOGPROG}: %{IP:source.address}:%{INT:source.port:int} \\[%{HAPROXYDATE:timestamp}\\] %{NOTSPACE:haproxy.frontend_name} %{NOTSPACE:haproxy.backend_name}/(?:<NOSRV>|%{NOTSPACE:haproxy.server_name}) (?:-1|%{INT:haproxy.total_waiting_time_ms:int})/(?:-1|%{INT:haproxy.connection_wait_time_ms:int})/%{NOTSPACE} %{INT:source.bytes:long} %{NOTSPACE:haproxy.termination_state} %{INT:haproxy.connections.active:int}/%{INT:haproxy.connections.frontend:int}/%{INT:haproxy.connections.backend:int}/%{INT:haproxy.connections.server:int}/%{INT:haproxy.connections.retries:int} %{INT:haproxy.server_queue:int}/%{INT:haproxy.backend_queue:int}',

  // Syslog
  SYSLOGFACILITY:
    '<%{NONNEGINT:log.syslog.facility.code:int}.%{NONNEGINT:log.syslog.priority:int}>',
  SYSLOGPROG: '%{PROG:process.name}(?:\\[%{POSINT:process.pid:long}\\])?',
  SYSLOGBASE:
    '%{SYSLOGTIMESTAMP:timestamp} (?:%{SYSLOGFACILITY} )?%{SYSLOGHOST:host.hostname} %{SYSLOGPROG}:',
  SYSLOGBASE2:
    '(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp}) (?:%{SYSLOGFACILITY} )?%{SYSLOGHOST:host.hostname}(?: %{SYSLOGPROG}:|)',
  SYSLOGPAMSESSION:
    '%{SYSLOGBASE} (?:%{GREEDYDATA:message})?%{WORD:system.auth.pam.module}\\(%{DATA:system.auth.pam.origin}\\): session %{WORD:system.auth.pam.session_state} for user %{USERNAME:user.name}(?: by %{GREEDYDATA})?',
  CRON_ACTION: '[A-Z ]+',
  CRONLOG:
    '%{SYSLOGBASE} \\(%{USER:user.name}\\) %{CRON_ACTION:system.cron.action} \\(%{DATA:message}\\)',
  SYSLOGLINE: '%{SYSLOGBASE2} %{GREEDYDATA:message}',
  SYSLOG5424BASE:
    '<%{NONNEGINT:log.syslog.priority:int}>%{NONNEGINT:system.syslog.version} +(?:-|%{TIMESTAMP_ISO8601:timestamp}) +(?:-|%{IPORHOST:host.hostname}) +(?:-|%{SYSLOG5424PRINTASCII:process.name}) +(?:-|%{SYSLOG5424PRINTASCII:process.pid}) +(?:-|%{SYSLOG5424PRINTASCII:event.code}) +(?:-|%{SYSLOG5424SD:system.syslog.structured_data})?',
  SYSLOG5424LINE: '%{SYSLOG5424BASE} +%{GREEDYDATA:message}',

  // Databases
  POSTGRESQL:
    '%{DATESTAMP:timestamp} %{TZ:event.timezone} %{DATA:user.name} %{GREEDYDATA:postgresql.log.connection_id} %{POSINT:process.pid:long}',
  REDISLOG: '\\[%{POSINT:process.pid:long}\\] %{REDISTIMESTAMP:timestamp} \\* ',
  REDISMONLOG:
    '%{NUMBER:timestamp} \\[%{INT:redis.database.id} %{IP:client.ip}:%{POSINT:client.port:int}\\] "%{WORD:redis.command.name}"\\s?%{GREEDYDATA:redis.command.args}',
  MONGO_LOG: '%{SYSLOGTIMESTAMP:timestamp} \\[%{WORD:mongodb.component}\\] %{GREEDYDATA:message}',
  MONGO_SLOWQUERY:
    '%{WORD:mongodb.profile.op} %{MONGO_WORDDASH:mongodb.database}\\.%{MONGO_WORDDASH:mongodb.collection} %{WORD}: \\{.*?\\} %{WORD}:%{NONNEGINT:mongodb.query.ntoreturn:int} %{WORD}:%{NONNEGINT:mongodb.query.ntoskip:int} %{WORD}:%{NONNEGINT:mongodb.query.nscanned:int}.*nreturned:%{NONNEGINT:mongodb.query.nreturned:int}.*%{INT:mongodb.profile.duration:int}ms',
  MONGO3_LOG:
    '%{TIMESTAMP_ISO8601:timestamp} %{MONGO3_SEVERITY:log.level} (?:-|%{MONGO3_COMPONENT:mongodb.component})%{SPACE}(?:\\[%{DATA:mongodb.context}\\])? %{GREEDYDATA:message}',

  // Programming languages
  JAVASTACKTRACEPART:
    '%{SPACE}at %{JAVACLASS:java.log.origin.class.name}\\.%{JAVAMETHOD:log.origin.function}\\(%{JAVAFILE:log.origin.file.name}(?::%{INT:log.origin.file.line:int})?\\)',
  CATALINALOG: '(?:%{CATALINA8_LOG}|%{CATALINA7_LOG})',
  CATALINA7_LOG:
    '%{CATALINA7_DATESTAMP:timestamp} %{JAVACLASS:java.log.origin.class.name} %{JAVALOGMESSAGE:message}',
  CATALINA8_LOG:
    '%{CATALINA8_DATESTAMP:timestamp} %{LOGLEVEL:log.level} \\[%{DATA:java.log.origin.thread.name}\\] %{JAVACLASS:java.log.origin.class.name}\\.(?:%{JAVAMETHOD:log.origin.function})? %{JAVALOGMESSAGE:message}',
  TOMCAT7_LOG: '%{CATALINA7_LOG}',
  TOMCAT8_LOG: '%{CATALINA8_LOG}',
  TOMCATLEGACY_LOG:
    '%{TOMCATLEGACY_DATESTAMP:timestamp} \\| %{LOGLEVEL:log.level} \\| %{JAVACLASS:java.log.origin.class.name} - %{JAVALOGMESSAGE:message}',
  TOMCATLOG: '(?:%{TOMCAT8_LOG}|%{TOMCAT7_LOG}|%{TOMCATLEGACY_LOG})',
  RUBY_LOGGER:
    '[DFEWI], \\[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:process.pid:long}\\] *%{RUBY_LOGLEVEL:log.level} -- +%{DATA:process.name}: %{GREEDYDATA:message}',

  RAILS3HEAD:
    'Started %{WORD:http.request.method} "%{URIPATHPARAM:url.original}" for %{IPORHOST:source.address} at %{RAILS_TIMESTAMP:timestamp}',
  BIND9: '%{BIND9_QUERYLOG}',
};
