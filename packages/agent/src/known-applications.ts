/** What an application is recognized by. */
export interface KnownApplication {
  readonly name: string;
  /** Names of images, without registry, owner and tag. */
  readonly images?: readonly string[];
  /** Names of programs, and what Java is told to start. */
  readonly programs?: readonly string[];
  /** Ports that nothing else uses by default. */
  readonly ports?: readonly number[];
  /** Variable that its images set to its version. */
  readonly version?: string;
  /** Only where the image or the command names this too. */
  readonly within?: string;
  /** A language that applications are written in: taken only when nothing more specific fits. */
  readonly isRuntime?: true;
}

/** First match wins. */
export const knownApplications: readonly KnownApplication[] = [
  {
    name: 'nginx',
    images: ['nginx', 'openresty'],
    programs: ['nginx', 'openresty'],
    version: 'NGINX_VERSION',
  },
  { name: 'busybox httpd', programs: ['httpd'], within: 'busybox' },
  {
    name: 'apache',
    images: ['httpd', 'apache', 'apache2'],
    programs: [
      'httpd',
      'apache2',
      'httpd-foreground',
      'apachectl',
      'apache2ctl',
      'apache2-foreground',
    ],
    version: 'HTTPD_VERSION',
  },
  {
    name: 'redis',
    images: ['redis'],
    programs: ['redis-server', 'redis-sentinel'],
    ports: [6379],
    version: 'REDIS_VERSION',
  },
  { name: 'valkey', images: ['valkey'], programs: ['valkey-server'], version: 'VALKEY_VERSION' },
  {
    name: 'postgresql',
    images: ['postgres', 'postgresql', 'postgis', 'timescaledb', 'pgvector'],
    programs: ['postgres', 'postmaster'],
    ports: [5432],
    version: 'PG_VERSION',
  },
  { name: 'mariadb', images: ['mariadb'], programs: ['mariadbd'], version: 'MARIADB_VERSION' },
  {
    name: 'mysql',
    images: ['mysql', 'percona'],
    programs: ['mysqld', 'mysqld_safe'],
    ports: [3306],
    version: 'MYSQL_VERSION',
  },
  {
    name: 'mongodb',
    images: ['mongo', 'mongodb', 'mongodb-community-server'],
    programs: ['mongod', 'mongos'],
    ports: [27017],
    version: 'MONGO_VERSION',
  },
  {
    name: 'elasticsearch',
    images: ['elasticsearch'],
    programs: ['elasticsearch', 'eswrapper'],
    ports: [9300],
  },
  {
    name: 'opensearch',
    images: ['opensearch'],
    programs: ['opensearch', 'opensearch-docker-entrypoint.sh'],
    ports: [9600],
  },
  {
    name: 'kibana',
    images: ['kibana', 'opensearch-dashboards'],
    programs: ['kibana', 'kibana-docker'],
    ports: [5601],
  },
  {
    name: 'logstash',
    images: ['logstash'],
    programs: ['logstash'],
    ports: [5044],
    version: 'LOGSTASH_VERSION',
  },
  {
    name: 'kafka',
    images: ['kafka', 'cp-kafka', 'redpanda'],
    programs: ['kafka-server-start.sh', 'kafka.Kafka'],
    ports: [9092],
    version: 'KAFKA_VERSION',
  },
  {
    name: 'zookeeper',
    images: ['zookeeper', 'cp-zookeeper'],
    programs: ['zkServer.sh'],
    ports: [2181],
    version: 'ZOOKEEPER_VERSION',
  },
  {
    name: 'rabbitmq',
    images: ['rabbitmq'],
    programs: ['rabbitmq-server'],
    ports: [5672, 15672],
    version: 'RABBITMQ_VERSION',
  },
  {
    name: 'nats',
    images: ['nats', 'nats-streaming'],
    programs: ['nats-server'],
    ports: [4222],
    version: 'NATS_SERVER_VERSION',
  },
  { name: 'haproxy', images: ['haproxy'], programs: ['haproxy'], version: 'HAPROXY_VERSION' },
  { name: 'traefik', images: ['traefik'], programs: ['traefik'] },
  {
    name: 'caddy',
    images: ['caddy'],
    programs: ['caddy'],
    ports: [2019],
    version: 'CADDY_VERSION',
  },
  { name: 'envoy', images: ['envoy', 'proxyv2'], programs: ['envoy'], ports: [9901] },
  { name: 'varnish', images: ['varnish'], programs: ['varnishd'], version: 'VARNISH_VERSION' },
  {
    name: 'memcached',
    images: ['memcached'],
    programs: ['memcached'],
    ports: [11211],
    version: 'MEMCACHED_VERSION',
  },
  { name: 'etcd', images: ['etcd'], programs: ['etcd'], ports: [2379] },
  {
    name: 'consul',
    images: ['consul'],
    programs: ['consul'],
    ports: [8500],
    version: 'CONSUL_VERSION',
  },
  {
    name: 'vault',
    images: ['vault'],
    programs: ['vault'],
    ports: [8200],
    version: 'VAULT_VERSION',
  },
  { name: 'prometheus', images: ['prometheus'], programs: ['prometheus'], ports: [9090] },
  { name: 'alertmanager', images: ['alertmanager'], programs: ['alertmanager'], ports: [9093] },
  {
    name: 'grafana',
    images: ['grafana', 'grafana-oss', 'grafana-enterprise'],
    programs: ['grafana', 'grafana-server'],
  },
  { name: 'loki', images: ['loki'], programs: ['loki'] },
  { name: 'minio', images: ['minio'], programs: ['minio'] },
  {
    name: 'clickhouse',
    images: ['clickhouse', 'clickhouse-server'],
    programs: ['clickhouse-server', 'clickhouse'],
    ports: [8123],
    version: 'CLICKHOUSE_VERSION',
  },
  {
    name: 'influxdb',
    images: ['influxdb', 'influxdb2'],
    programs: ['influxd', 'influxdb3'],
    ports: [8086],
    version: 'INFLUXDB_VERSION',
  },
  {
    name: 'cassandra',
    images: ['cassandra', 'scylla'],
    programs: ['cassandra'],
    ports: [9042],
    version: 'CASSANDRA_VERSION',
  },
  { name: 'couchdb', images: ['couchdb'], programs: ['couchdb'], ports: [5984] },
  { name: 'neo4j', images: ['neo4j'], programs: ['neo4j'], ports: [7687] },
  {
    name: 'jenkins',
    images: ['jenkins'],
    programs: ['jenkins.sh', 'jenkins.war'],
    ports: [50000],
    version: 'JENKINS_VERSION',
  },
  { name: 'gitlab', images: ['gitlab', 'gitlab-ce', 'gitlab-ee'], programs: ['gitlab-runsvdir'] },
  { name: 'gitea', images: ['gitea', 'forgejo'], programs: ['gitea', 'forgejo'] },
  { name: 'registry', images: ['registry'], programs: ['registry'] },
  { name: 'keycloak', images: ['keycloak'], programs: ['kc.sh'], version: 'KEYCLOAK_VERSION' },
  { name: 'wordpress', images: ['wordpress'], version: 'WORDPRESS_VERSION' },
  { name: 'tomcat', images: ['tomcat'], programs: ['catalina.sh'], version: 'TOMCAT_VERSION' },
  {
    name: 'php',
    images: ['php', 'php-fpm'],
    programs: ['php-fpm', 'php'],
    version: 'PHP_VERSION',
    isRuntime: true,
  },
  {
    name: 'node',
    images: ['node'],
    programs: ['node', 'npm', 'yarn', 'pnpm'],
    version: 'NODE_VERSION',
    isRuntime: true,
  },
  {
    name: 'python',
    images: ['python'],
    programs: ['python', 'python3', 'gunicorn', 'uvicorn', 'celery'],
    version: 'PYTHON_VERSION',
    isRuntime: true,
  },
  {
    name: 'java',
    images: ['openjdk', 'eclipse-temurin', 'java', 'amazoncorretto'],
    programs: ['java'],
    version: 'JAVA_VERSION',
    isRuntime: true,
  },
  {
    name: 'ruby',
    images: ['ruby'],
    programs: ['ruby', 'puma', 'rails', 'bundle'],
    version: 'RUBY_VERSION',
    isRuntime: true,
  },
];
