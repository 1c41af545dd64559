import { type KnownApplication, knownApplications } from './known-applications.ts';

/** What is known of a container that may tell which application runs in it. */
export interface ApplicationHints {
  readonly image: string;
  readonly command: string;
  /** Ports it listens on or, where that cannot be seen, exposes. */
  readonly ports: readonly number[];
  /** `NGINX_VERSION` and the like. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The application that runs in a container, and what it was recognized by. */
export interface Application {
  readonly name: string;
  readonly version?: string;
  readonly evidence: string;
}

/** Programs that only start another one. */
const WRAPPERS = new Set(
  'sh bash ash dash busybox env exec nohup tini dumb-init docker-init gosu su-exec setpriv sudo chpst setuidgid s6-setuidgid time nice stdbuf'.split(
    ' ',
  ),
);
/** Those of them whose first argument is a user. */
const AS_USER = new Set(['gosu', 'su-exec', 'setuidgid', 's6-setuidgid']);
const specific = knownApplications.filter(({ isRuntime }) => !isRuntime);
const runtimes = knownApplications.filter(({ isRuntime }) => isRuntime);
const VERSION_TAG = /^v?(\d+(?:\.\d+){0,3})(?:[-_+].*)?$/;

/** Why a container should be a known application, or `undefined`. */
type EvidenceOf = (known: KnownApplication) => string | undefined;

/**
 * Recognizes the application in a container by a table of known ones: by its image, then by the program that it
 * starts, then by the language it runs on, and last by a port. `undefined` when nothing fits.
 */
export function detectApplication(hints: ApplicationHints): Application | undefined {
  const image = parseImage(hints.image);
  const byImage: EvidenceOf = ({ images }) =>
    images?.some((name) => isNamed(image.path, name)) ? `image ${hints.image}` : undefined;
  const byProgram = recognizeProgram(hints);
  const attempts = [
    { list: specific, evidenceOf: byImage },
    { list: specific, evidenceOf: byProgram },
    { list: runtimes, evidenceOf: byProgram },
    { list: runtimes, evidenceOf: byImage },
    { list: specific, evidenceOf: recognizePort(hints) },
  ];
  for (const { list, evidenceOf } of attempts) {
    const known = list.find((one) => evidenceOf(one) !== undefined);
    if (known) {
      const tag = byImage(known) ? image.version : undefined;
      const version = (known.version && hints.versions[known.version]) || tag;
      const evidence = evidenceOf(known) ?? '';
      return { name: known.name, evidence, ...(version ? { version } : {}) };
    }
  }
  return undefined;
}

function recognizeProgram({ image, command }: ApplicationHints): EvidenceOf {
  const names = programNames(command);
  return ({ programs, within }) => {
    const program = names.find((name) => programs?.includes(name));
    const fits = within === undefined || image.includes(within) || command.includes(within);
    return program !== undefined && fits ? `command ${program}` : undefined;
  };
}

function recognizePort(hints: ApplicationHints): EvidenceOf {
  return ({ ports }) => {
    const port = hints.ports.find((candidate) => ports?.includes(candidate));
    return port === undefined ? undefined : `port ${port}`;
  };
}

/** `registry:5000/owner/name:1.2-alpine@sha256:…` to its path and, if the tag is one, its version. */
function parseImage(image: string): { readonly path: string; readonly version?: string } {
  const [tagged = ''] = image.split('@');
  const nameStart = tagged.lastIndexOf('/') + 1;
  const [name = '', tag = ''] = tagged.slice(nameStart).split(':');
  const version = VERSION_TAG.exec(tag)?.[1];
  const path = `${tagged.slice(0, nameStart)}${name}`.toLowerCase();
  return { path, ...(version ? { version } : {}) };
}

const isNamed = (path: string, name: string) => path === name || path.endsWith(`/${name}`);

/** The programs that a command starts, without those that only start another one. */
function programNames(command: string): string[] {
  return command.split(/;|&&|\|\||\||\n/).flatMap((statement) => {
    const words = statement.split(/[\s'"]+/).filter((word) => word !== '');
    const names = words.map((word) => word.slice(word.lastIndexOf('/') + 1));
    const first = names.findIndex((name, i) => !isPrefix(name) && !AS_USER.has(names[i - 1] ?? ''));
    if (first < 0) {
      return [];
    }
    // An entry point script and Java start what their arguments name.
    const startsOther = names[first] === 'java' || /entrypoint/.test(names[first] ?? '');
    return startsOther ? names.slice(first) : names.slice(first, first + 1);
  });
}

const isPrefix = (word: string) =>
  WRAPPERS.has(word) || word.startsWith('-') || /^[A-Za-z_]\w*=/.test(word);
