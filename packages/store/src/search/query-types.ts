import { bool } from './queries/bool.ts';
import { boosting } from './queries/boosting.ts';
import { constantScore } from './queries/constant-score.ts';
import { disMax } from './queries/dis-max.ts';
import { distanceFeature } from './queries/distance-feature.ts';
import { exists } from './queries/exists.ts';
import { functionScore } from './queries/function-score.ts';
import { fuzzy } from './queries/fuzzy.ts';
import { geoBoundingBox } from './queries/geo-bounding-box.ts';
import { geoDistance } from './queries/geo-distance.ts';
import { geoPolygon } from './queries/geo-polygon.ts';
import { geoShape } from './queries/geo-shape.ts';
import { ids } from './queries/ids.ts';
import { intervals } from './queries/intervals.ts';
import { kql } from './queries/kql.ts';
import { match, matchBoolPrefix, matchPhrase, matchPhrasePrefix } from './queries/match.ts';
import { matchAll, matchNone } from './queries/match-all.ts';
import { multiMatch } from './queries/multi-match.ts';
import { nested } from './queries/nested.ts';
import { prefix, regexp, wildcard } from './queries/pattern.ts';
import { pinned } from './queries/pinned.ts';
import { queryString } from './queries/query-string.ts';
import { range } from './queries/range.ts';
import { script } from './queries/script.ts';
import { scriptScore } from './queries/script-score.ts';
import { simpleQueryString } from './queries/simple-query-string.ts';
import { spanMulti } from './queries/span-multi.ts';
import { spanFirst, spanNear, spanOr } from './queries/span-near.ts';
import { spanContaining, spanNot, spanWithin } from './queries/span-not.ts';
import { fieldMaskingSpan, spanFieldMasking, spanTerm } from './queries/span-term.ts';
import { term } from './queries/term.ts';
import { terms } from './queries/terms.ts';
import { termsSet } from './queries/terms-set.ts';
import { wrapper } from './queries/wrapper.ts';
import type { QueryType } from './query.ts';

/** Every query we know. Adding one is a file in `queries/` and a word here. */
const all: readonly QueryType<unknown>[] = [
  bool,
  boosting,
  constantScore,
  disMax,
  distanceFeature,
  exists,
  functionScore,
  fuzzy,
  geoBoundingBox,
  geoDistance,
  geoPolygon,
  geoShape,
  ids,
  intervals,
  kql,
  match,
  matchAll,
  matchBoolPrefix,
  matchNone,
  matchPhrase,
  matchPhrasePrefix,
  multiMatch,
  nested,
  pinned,
  prefix,
  queryString,
  range,
  regexp,
  script,
  scriptScore,
  simpleQueryString,
  ...[fieldMaskingSpan, spanContaining, spanFieldMasking, spanFirst, spanMulti, spanNear, spanNot],
  ...[spanOr, spanTerm, spanWithin],
  term,
  terms,
  termsSet,
  wildcard,
  wrapper,
];

export const queryTypes = new Map(all.map((type) => [type.name, type]));
