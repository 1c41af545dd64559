import { expect, test } from 'vitest';
import { detectApplication } from './applications.ts';
import { knownApplications } from './known-applications.ts';

const hints = { image: 'app', command: '', ports: [], versions: {} };

test.each([
  [
    { image: 'nginx:1.27.2-alpine' },
    { name: 'nginx', version: '1.27.2', evidence: 'image nginx:1.27.2-alpine' },
  ],
  [
    { image: 'registry.example.com:5000/team/postgres@sha256:00' },
    { name: 'postgresql', evidence: 'image registry.example.com:5000/team/postgres@sha256:00' },
  ],
  [
    { image: 'redis', versions: { REDIS_VERSION: '7.4.1' } },
    { name: 'redis', version: '7.4.1', evidence: 'image redis' },
  ],
  [{ command: '/usr/sbin/nginx -g daemon off;' }, { name: 'nginx', evidence: 'command nginx' }],
  [
    { command: '/docker-entrypoint.sh mysqld --skip-name-resolve' },
    { name: 'mysql', evidence: 'command mysqld' },
  ],
  [
    { command: 'java -Xmx1g -cp /opt/kafka/libs/* kafka.Kafka server.properties' },
    { name: 'kafka', evidence: 'command kafka.Kafka' },
  ],
  [{ command: 'sh -c cd /srv && exec node server.js' }, { name: 'node', evidence: 'command node' }],
  [
    { image: 'busybox:1.35', command: 'sh -c echo hi > /tmp/index.html; exec httpd -f -p 80' },
    { name: 'busybox httpd', evidence: 'command httpd' },
  ],
  [
    { image: 'alpine', command: 'httpd -D FOREGROUND' },
    { name: 'apache', evidence: 'command httpd' },
  ],
  [
    { image: 'python:3.12', command: 'gunicorn app' },
    { name: 'python', version: '3.12', evidence: 'command gunicorn' },
  ],
  [
    { image: 'wordpress:6.6', command: 'docker-entrypoint.sh apache2-foreground' },
    { name: 'wordpress', version: '6.6', evidence: 'image wordpress:6.6' },
  ],
  [
    { command: '/app/start', ports: [8080, 27017] },
    { name: 'mongodb', evidence: 'port 27017' },
  ],
])('recognizes the application in %o', (known, expected) => {
  expect(detectApplication({ ...hints, ...known })).toEqual(expected);
});

test.each([
  ['docker.io/library/nginx:latest', 'nginx'],
  ['registry.k8s.io/ingress-nginx/controller:v1.11.2@sha256:00', 'nginx'],
  ['httpd:2.4', 'apache'],
  ['haproxy:3.0-alpine', 'haproxy'],
  ['traefik:v3.1', 'traefik'],
  ['redis/redis-stack-server:7.4.0-v0', 'redis'],
  ['localhost:5000/redis', 'redis'],
  ['timescale/timescaledb-ha:pg16', 'postgresql'],
  ['bitnami/postgresql:16.4.0-debian-12-r9', 'postgresql'],
  ['mysql/mysql-server:8.0', 'mysql'],
  ['mariadb:lts', 'mariadb'],
  ['mongo:7', 'mongodb'],
  ['mcr.microsoft.com/mssql/server:2022-latest', 'sql server'],
  ['docker.elastic.co/elasticsearch/elasticsearch:8.15.1', 'elasticsearch'],
  ['opensearchproject/opensearch:2', 'opensearch'],
  ['confluentinc/cp-kafka:7.7.0', 'kafka'],
  ['apache/kafka-native:3.8.0', 'kafka'],
  ['zookeeper', 'zookeeper'],
  ['rabbitmq:3-management', 'rabbitmq'],
  ['nats:2.10-alpine', 'nats'],
  ['eclipse-mosquitto:2', 'mosquitto'],
  ['grafana/grafana-oss:11.2.0', 'grafana'],
  ['prom/prometheus:v2.54.1', 'prometheus'],
  ['quay.io/prometheus/node-exporter:v1.8.2', 'node exporter'],
  ['quay.io/minio/minio:RELEASE.2024-09-13T20-26-02Z', 'minio'],
  ['gcr.io/etcd-development/etcd:v3.5.16', 'etcd'],
  ['hashicorp/consul:1.19', 'consul'],
  ['hashicorp/vault:1.17', 'vault'],
  ['memcached:1.6', 'memcached'],
  ['influxdb:2.7', 'influxdb'],
  ['clickhouse/clickhouse-server:24.8', 'clickhouse'],
  ['gitlab/gitlab-ce:17.3.1-ce.0', 'gitlab'],
  ['jenkins/jenkins:lts-jdk17', 'jenkins'],
  ['quay.io/keycloak/keycloak:25.0', 'keycloak'],
  ['nextcloud:29-fpm', 'nextcloud'],
  ['wordpress:php8.2-fpm', 'wordpress'],
  ['tomcat:10.1', 'tomcat'],
  ['php:8.3-fpm', 'php'],
  ['node:20-slim', 'node'],
  ['python:3.12', 'python'],
  ['eclipse-temurin:21-jre', 'java'],
  ['mcr.microsoft.com/dotnet/aspnet:8.0', '.net'],
  ['ghcr.io/home-assistant/home-assistant:stable', 'home assistant'],
])('the image %s is %s', (image, name) => {
  expect(detectApplication({ ...hints, image })?.name).toBe(name);
});

test.each([
  ['docker-entrypoint.sh redis-server --save 60 1', 'redis'],
  ['docker-entrypoint.sh postgres -c max_connections=200', 'postgresql'],
  ['/usr/bin/tini -- /usr/local/bin/docker-entrypoint.sh eswrapper', 'elasticsearch'],
  ['/entrypoint.sh traefik --providers.docker', 'traefik'],
  ['dumb-init -- vault server -dev', 'vault'],
  ['catalina.sh run', 'tomcat'],
  ['/usr/bin/java -cp bootstrap.jar org.apache.catalina.startup.Bootstrap start', 'tomcat'],
  ['gosu app /usr/local/bin/python3 -m http.server', 'python'],
  ['env NODE_ENV=production npm start', 'node'],
  ['dotnet Shop.dll', '.net'],
  ['/opt/mssql/bin/sqlservr', 'sql server'],
])('the command %s is %s', (command, name) => {
  expect(detectApplication({ ...hints, command })?.name).toBe(name);
});

test.each([
  [6379, 'redis'],
  [5432, 'postgresql'],
  [3306, 'mysql'],
  [9092, 'kafka'],
  [2181, 'zookeeper'],
  [5672, 'rabbitmq'],
  [4222, 'nats'],
  [11211, 'memcached'],
  [9300, 'elasticsearch'],
  [1433, 'sql server'],
  [8123, 'home assistant'],
])('a program of nobody knows whom on port %i is %s', (port, name) => {
  expect(detectApplication({ ...hints, ports: [port] })?.name).toBe(name);
});

test('no name of an image and no port stands for two applications', () => {
  const names = knownApplications.flatMap(({ images }) => images ?? []);
  const ports = knownApplications.flatMap((known) => known.ports ?? []);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(ports.filter((port, i) => ports.indexOf(port) !== i)).toEqual([]);
});

test.each([
  [{ image: 'redis-exporter', command: '/redis_exporter' }],
  [{ image: 'busybox', command: 'sh -c grep nginx /var/log/messages' }],
  [{ image: 'app:latest', command: '/app/start', ports: [8080] }],
  [{ image: `sha256:${'0'.repeat(64)}`, command: '/start' }],
  [{ image: 'example.com/team/server' }],
])('does not guess at %o', (unknown) => {
  expect(detectApplication({ ...hints, ...unknown })).toBeUndefined();
});
