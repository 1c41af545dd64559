const ROBOT = /bot|crawl|spider|slurp|feed|monitor|curl|wget|python|java\/|http-?client|okhttp/i;
const PHONES = new Set(['Android', 'BlackBerry OS', 'iOS', 'Windows Phone', 'KaiOS', 'Tizen']);
const DESKTOPS =
  /^(?:Windows|Mac OS X|Linux|Ubuntu|Fedora|Debian|Chrome OS|FreeBSD|OpenBSD|NetBSD|Solaris)/;

/** What kind of thing sends a user agent: a robot, a tablet, a phone, a desktop, or something else. */
export function deviceTypeOf(text: string, device: string, os: string | undefined): string {
  if (device === 'Spider' || ROBOT.test(text)) {
    return 'Robot';
  }
  if (/iPad|Tablet|Kindle/i.test(text) || (os === 'Android' && !/Mobile/.test(text))) {
    return 'Tablet';
  }
  if (os !== undefined && (PHONES.has(os) || /Mobile/.test(text))) {
    return 'Phone';
  }
  return os !== undefined && DESKTOPS.test(os) ? 'Desktop' : 'Other';
}
