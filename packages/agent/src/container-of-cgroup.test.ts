import { expect, test } from 'vitest';
import { containerOfCgroup } from './container-of-cgroup.ts';

const ID = '3ebfd3aebc686af21efccc552aabceb4303b70ef4bc2be7fffbb616000f824b4';
const INNER = 'cc78e58acfda4501105dc4de8e3ae218f2da616213e6e3af168c40103829302a';

test.each([
  ['cgroup v1', `9:name=systemd:/docker/${ID}\n4:memory:/docker/${ID}\n0::/\n`, ID],
  ['cgroup v2 with cgroupfs', `0::/docker/${ID}\n`, ID],
  ['cgroup v2 with systemd', `0::/system.slice/docker-${ID}.scope\n`, ID],
  ['a group made in the container', `0::/system.slice/docker-${ID}.scope/init\n`, ID],
  ['Kubernetes', `0::/kubepods.slice/kubepods-pod12.slice/cri-containerd-${ID}.scope\n`, ID],
  ['a container in a container', `0::/docker/${ID}/docker/${INNER}\n`, INNER],
  ['no container', '0::/user.slice/user-1000.slice/session-426.scope\n', undefined],
])('finds the container in the path of %s', (_, text, id) => {
  expect(containerOfCgroup(text)).toBe(id);
});
