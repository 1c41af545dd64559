import { errors } from '@longshore/common/errors';
import { settingNumber } from '../../index/index-settings.ts';
import type { SearchIndex } from '../../index/target.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import { allFailed } from '../../search/shard-failures.ts';
import type { Store } from '../route.ts';

interface Limit {
  readonly setting: string;
  /** As long as an index says nothing. */
  readonly most: number;
  asked(search: SearchRequest): number;
  reason(most: number, asked: number): string;
}

const changing = (setting: string): string =>
  `This limit can be set by changing the [${setting}] index level setting.`;

const LIMITS: readonly Limit[] = [
  {
    setting: 'index.max_docvalue_fields_search',
    most: 100,
    asked: ({ fields }) => fields.filter(({ kind }) => kind === 'docvalue_fields').length,
    reason: (most, asked) =>
      `Trying to retrieve too many docvalue_fields. Must be less than or equal to: [${most}] but was [${asked}].`,
  },
  {
    setting: 'index.max_script_fields',
    most: 32,
    asked: ({ scriptFields }) => scriptFields.length,
    reason: (most, asked) =>
      `Trying to retrieve too many script_fields. Must be less than or equal to: [${most}] but was [${asked}].`,
  },
  {
    setting: 'index.max_rescore_window',
    most: 10_000,
    asked: ({ rescores }) => Math.max(0, ...rescores.map(({ windowSize }) => windowSize)),
    reason: (most, asked) =>
      `Rescore window [${asked}] is too large. It must be less than [${most}]. This prevents allocating massive heaps for storing the results to be rescored.`,
  },
];

/** Refuses a search that asks more of an index than the settings of that allow. */
export function checkLimits(
  { catalog }: Pick<Store, 'catalog'>,
  search: SearchRequest,
  indices: readonly SearchIndex[],
): void {
  const asking = LIMITS.filter((limit) => limit.asked(search) > 0);
  for (const { uuid, name } of asking.length === 0 ? [] : indices) {
    const settings = catalog.indexByUuid(uuid)?.settings ?? {};
    for (const { setting, most: usual, asked, reason } of asking) {
      const most = settingNumber(settings, setting, usual);
      if (asked(search) > most) {
        const text = `${reason(most, asked(search))} ${changing(setting)}`;
        throw allFailed([{ index: name, error: errors.illegalArgument(text) }]);
      }
    }
  }
}
