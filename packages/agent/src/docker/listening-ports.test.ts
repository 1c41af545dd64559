import { expect, test } from 'vitest';
import { parseListeningPorts } from './listening-ports.ts';

// Recorded in November 2026 from a container with busybox httpd and one connection.
const TEXT = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:22B8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40461 1 0000 100 0 0 10 0
   1: 020011AC:0050 010011AC:A2F4 06 00000000:00000000 03:00001769 00000000     0        0 0 3 0000
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40462 1 0000 100 0 0 10 0
`;

test('gives the ports in state LISTEN, of both protocols, in order', () => {
  expect(parseListeningPorts(TEXT)).toEqual([80, 8888]);
});
