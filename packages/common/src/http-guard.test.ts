import { expect, test } from 'vitest';
import { assertLoopback, checkRequest, type GuardedRequest } from './http-guard.ts';

const plain: GuardedRequest = {
  method: 'GET',
  host: 'localhost:9200',
  origin: undefined,
  secFetchSite: undefined,
  secFetchMode: undefined,
  secFetchDest: undefined,
};
const link = { secFetchSite: 'cross-site', secFetchMode: 'navigate', secFetchDest: 'document' };

test.each<[string, Partial<GuardedRequest>]>([
  ['a program', {}],
  ['a program that uses the address', { host: '127.0.0.1:9200' }],
  ['a program that uses IPv6', { host: '[::1]:9200' }],
  ['a host name in capitals, without port', { host: 'LOCALHOST' }],
  ['a name that is allowed', { host: 'shop:9200', allowedHosts: ['shop'] }],
  ['an address that is allowed', { host: 'shop:9200', allowedHosts: ['shop:9200'] }],
  ['our own page', { origin: 'http://localhost:9200', secFetchSite: 'same-origin' }],
  ['an address that a person typed', { ...link, secFetchSite: 'none' }],
  ['a link, where pages are served', { ...link, allowNavigation: true }],
])('%s is let in', (_, change) => {
  expect(checkRequest({ ...plain, ...change })).toBeUndefined();
});

test.each<[string, Partial<GuardedRequest>, string]>([
  ['no Host header', { host: undefined }, 'the Host header [] is not'],
  ['a rebound name', { host: 'evil.example:9200' }, 'the Host header [evil.example:9200] is not'],
  ['a name that begins like ours', { host: 'localhost.evil.example' }, 'the Host header'],
  ['a name that hides in user info', { host: 'localhost@evil.example' }, 'the Host header'],
  ['two ports', { host: 'localhost:1:2' }, 'the Host header'],
  ['another port of an allowed address', { host: 'shop:1', allowedHosts: ['shop:2'] }, 'the Host'],
  ['another site', { origin: 'https://evil.example' }, 'pages from [https://evil.example]'],
  ['another port', { origin: 'http://localhost:3000' }, 'pages from [http://localhost:3000]'],
  ['another scheme', { origin: 'https://localhost:9200' }, 'pages from'],
  ['another name of this host', { origin: 'http://127.0.0.1:9200' }, 'pages from'],
  ['an opaque origin', { origin: 'null' }, 'pages from [null]'],
  ['an image of another site', { secFetchSite: 'cross-site' }, 'Sec-Fetch-Site: cross-site'],
  ['another port of this host', { secFetchSite: 'same-site' }, 'Sec-Fetch-Site: same-site'],
  ['a word that we do not know', { secFetchSite: 'same-planet' }, 'Sec-Fetch-Site: same-planet'],
  ['a link, where no pages are', link, 'Sec-Fetch-Site: cross-site'],
  ['a form', { ...link, allowNavigation: true, method: 'POST' }, 'Sec-Fetch-Site: cross-site'],
  ['a frame', { ...link, allowNavigation: true, secFetchDest: 'iframe' }, 'Sec-Fetch-Site'],
])('%s is refused', (_, change, reason) => {
  expect(checkRequest({ ...plain, ...change })).toContain(reason);
});

test.each(['localhost', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])('%s is loopback', (host) => {
  expect(() => assertLoopback('http.host', host)).not.toThrow();
});

test.each(['0.0.0.0', '::', '192.168.1.5', 'shop.example', '127.0.0.1.evil.example', ''])(
  '"%s" is refused with the name of the setting, the reason and the remedy',
  (host) => {
    expect(() => assertLoopback('http.host', host)).toThrow(
      /\[http\.host\] is .*Until there is authentication.*set it to 127\.0\.0\.1/,
    );
  },
);
