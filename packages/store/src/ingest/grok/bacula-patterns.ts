/** Writes what only the patterns with fields of ECS take: `%{NAME:field}`, or just `%{NAME}`. */
type Also = (name: string, field: string) => string;

const JOB_ID = '%{INT}';
const VOLUME = '"?%{BACULA_VOLUME:volume}"?';

function messages(also: Also): Readonly<Record<string, string>> {
  const path = `\\(${also('BACULA_DEVICEPATH', 'bacula.volume.path')}\\)`;
  const device = `(?:file )?device "%{BACULA_DEVICE:device}" ${path}`;
  const time = also('BACULA_TIMESTAMP', 'bacula.timestamp');
  const address = also('IPORHOST', 'client.address');
  const peer = `${address}(?::${also('POSINT', 'client.port:int')})?`;
  const daemon = `(?:Client: %{BACULA_HOST:client}|Storage daemon) on ${peer}`;
  const file = also('DATA', 'file.path');
  const cause = 'ERR=%{GREEDYDATA:berror}';
  return {
    MAX_CAPACITY: `User defined maximum volume capacity ${also('BACULA_CAPACITY', 'bacula.volume.bytes')} exceeded on ${device}`,
    END_VOLUME: `End of medium on Volume ${VOLUME} Bytes=${also('BACULA_CAPACITY', 'bacula.volume.bytes')} Blocks=${also('BACULA_CAPACITY', 'bacula.volume.blocks')} at ${time}`,
    NEW_VOLUME: `Created new Volume ${VOLUME} in catalog`,
    NEW_LABEL: `Labeled new Volume ${VOLUME} on ${device}`,
    WROTE_LABEL: `Wrote label to prelabeled Volume ${VOLUME} on ${device}`,
    NEW_MOUNT: `New volume ${VOLUME} mounted on ${device} at ${time}`,
    NOOPEN: `\\s*Cannot open %{DATA}: ${cause}`,
    NOOPENDIR: `\\s*Could not open directory "?${file}"?: ${cause}`,
    NOSTAT: `\\s*Could not stat "?${file}"?: ${cause}`,
    NOJOBS: `There are no more Jobs associated with Volume ${VOLUME}. Marking it purged`,
    ALL_RECORDS_PRUNED: `.*?All records pruned from Volume ${VOLUME}; marking it "Purged"`,
    BEGIN_PRUNE_JOBS: 'Begin pruning Jobs older than %{INT} months? %{INT} days ?',
    BEGIN_PRUNE_FILES: 'Begin pruning Files',
    PRUNED_JOBS: 'Pruned %{INT} Jobs? for client %{BACULA_HOST:client} from catalog',
    PRUNED_FILES: 'Pruned Files from %{INT} Jobs? for client %{BACULA_HOST:client} from catalog',
    ENDPRUNE: 'End auto prune',
    STARTJOB: `Start Backup JobId ${JOB_ID}, Job=%{BACULA_JOB:job}`,
    STARTRESTORE: 'Start Restore Job %{BACULA_JOB:job}',
    USEDEVICE: 'Using Device "%{BACULA_DEVICE:device}"',
    DIFF_FS: '\\s*%{UNIXPATH} is a different filesystem. Will not descend from %{UNIXPATH} into it',
    JOBEND:
      'Job write elapsed time = %{DATA:elapsed}, Transfer rate = %{NUMBER} [KMG]? ?Bytes/second',
    NOPRUNE_JOBS: 'No Jobs found to prune',
    NOPRUNE_FILES: 'No Files found to prune',
    VOLUME_PREVWRITTEN: `Volume ${VOLUME} previously written, moving to end of data`,
    READYAPPEND: `Ready to append to end of Volume ${VOLUME} size=${also('INT', 'bacula.volume.size:int')}`,
    CANCELLING: `Cancelling duplicate JobId=${JOB_ID}`,
    MARKCANCEL: `JobId ${JOB_ID}, Job %{BACULA_JOB:job} marked to be canceled`,
    CLIENT_RBJ: 'shell command: run ClientRunBeforeJob "%{GREEDYDATA:runjob}"',
    VSS: '(?:Generate )?VSS (?:Writer)?',
    MAXSTART: 'Fatal error: Job canceled because max start delay time exceeded',
    DUPLICATE: 'Fatal error: JobId %{INT:duplicate} already running. Duplicate job not allowed',
    NOJOBSTAT: 'Fatal error: No Job status returned from FD',
    FATAL_CONN: `Fatal error: bsock.c:[0-9]+ Unable to connect to ${daemon}. ${cause}`,
    NO_CONNECT: `Warning: bsock.c:[0-9]+ Could not connect to ${daemon}. ${cause}`,
    NO_AUTH: `Fatal error: Unable to authenticate with File daemon at "?${peer}"?. Possible causes:`,
    NOSUIT: 'No prior or suitable Full backup found in catalog. Doing FULL backup',
    JOB: '(?:Error: )?Bacula %{BACULA_HOST} %{BACULA_VERSION} \\(%{BACULA_VERSION}\\):',
    NOPRIOR: 'No prior Full backup Job record found',
  };
}

function patterns(also: Also): Readonly<Record<string, string>> {
  const each = messages(also);
  const line = Object.keys(each).map((name) => `%{BACULA_LOG_${name}}`);
  return {
    BACULA_HOST: '%{HOSTNAME}',
    BACULA_VOLUME: '%{USER}',
    BACULA_DEVICE: '%{USER}',
    BACULA_DEVICEPATH: '%{UNIXPATH}',
    BACULA_CAPACITY: '[0-9]+(?:,[0-9]+)*',
    BACULA_VERSION: '%{USER}',
    BACULA_JOB: '%{USER}',
    ...Object.fromEntries(
      Object.entries(each).map(([name, pattern]) => [`BACULA_LOG_${name}`, pattern]),
    ),
    BACULA_LOG: `%{BACULA_TIMESTAMP:bts} %{BACULA_HOST:hostname} JobId %{INT:jobid}: (?:${line.join('|')})`,
    BACULA_LOGLINE: '%{BACULA_LOG}',
  };
}

/** Messages of the backups of Bacula. */
export const BACULA_PATTERNS = patterns((name) => `%{${name}}`);

/** These messages with all that ECS has a name for. */
export const BACULA_ECS_PATTERNS = patterns((name, field) => `%{${name}:${field}}`);

/** What the fields of these messages are called in ECS. */
export const BACULA_FIELDS: Readonly<Record<string, string>> = {
  berror: 'error.message',
  bts: 'timestamp',
  client: 'bacula.client.name',
  device: 'bacula.volume.device',
  duplicate: 'bacula.job.other_id',
  elapsed: 'bacula.job.elapsed_time',
  hostname: 'host.hostname',
  job: 'bacula.job.name',
  jobid: 'bacula.job.id',
  runjob: 'bacula.job.client_run_before_command',
  volume: 'bacula.volume.name',
};
