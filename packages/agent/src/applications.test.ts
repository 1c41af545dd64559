import { expect, test } from 'vitest';
import { detectApplication } from './applications.ts';

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
  [{ image: 'redis-exporter', command: '/redis_exporter' }],
  [{ image: 'busybox', command: 'sh -c grep nginx /var/log/messages' }],
  [{ image: 'app:latest', command: '/app/start', ports: [8080] }],
])('does not guess at %o', (unknown) => {
  expect(detectApplication({ ...hints, ...unknown })).toBeUndefined();
});
