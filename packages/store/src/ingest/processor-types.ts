import type { ProcessorType } from './processor-type.ts';
import { append } from './processors/append.ts';
import { bytes } from './processors/bytes.ts';
import { communityId } from './processors/community-id.ts';
import { convert } from './processors/convert.ts';
import { csv } from './processors/csv.ts';
import { date } from './processors/date.ts';
import { dateIndexName } from './processors/date-index-name.ts';
import { dissect } from './processors/dissect.ts';
import { dotExpander } from './processors/dot-expander.ts';
import { drop } from './processors/drop.ts';
import { fail } from './processors/fail.ts';
import { fingerprint } from './processors/fingerprint.ts';
import { foreach } from './processors/foreach.ts';
import { geoip } from './processors/geoip.ts';
import { grok } from './processors/grok.ts';
import { gsub } from './processors/gsub.ts';
import { htmlStrip } from './processors/html-strip.ts';
import { join } from './processors/join.ts';
import { json } from './processors/json.ts';
import { kv } from './processors/kv.ts';
import { lowercase } from './processors/lowercase.ts';
import { networkDirection } from './processors/network-direction.ts';
import { pipeline } from './processors/pipeline.ts';
import { redact } from './processors/redact.ts';
import { registeredDomain } from './processors/registered-domain.ts';
import { remove } from './processors/remove.ts';
import { removeByPattern } from './processors/remove-by-pattern.ts';
import { rename } from './processors/rename.ts';
import { reroute } from './processors/reroute.ts';
import { script } from './processors/script.ts';
import { set } from './processors/set.ts';
import { setSecurityUser } from './processors/set-security-user.ts';
import { sort } from './processors/sort.ts';
import { split } from './processors/split.ts';
import { terminate } from './processors/terminate.ts';
import { trim } from './processors/trim.ts';
import { uppercase } from './processors/uppercase.ts';
import { uriParts } from './processors/uri-parts.ts';
import { urldecode } from './processors/urldecode.ts';
import { userAgent } from './processors/user-agent.ts';

/** Every kind of processor. A new one is a file and a word here; the list is sorted by name. */
export const PROCESSOR_TYPES: readonly ProcessorType[] = [
  append,
  bytes,
  communityId,
  convert,
  csv,
  date,
  dateIndexName,
  dissect,
  dotExpander,
  drop,
  fail,
  fingerprint,
  foreach,
  geoip,
  grok,
  gsub,
  htmlStrip,
  join,
  json,
  kv,
  lowercase,
  networkDirection,
  pipeline,
  redact,
  registeredDomain,
  remove,
  removeByPattern,
  rename,
  reroute,
  script,
  set,
  setSecurityUser,
  sort,
  split,
  terminate,
  trim,
  uppercase,
  uriParts,
  urldecode,
  userAgent,
];

/** Their names, for `GET /_nodes/ingest`: Filebeat asks it whether a module can work. */
export const PROCESSOR_NAMES: readonly string[] = PROCESSOR_TYPES.map(({ name }) => name).sort();
