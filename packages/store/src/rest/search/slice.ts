import { errors } from '@longshore/common/errors';
import { settingNumber } from '../../index/index-settings.ts';
import type { SearchIndex } from '../../index/target.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import type { Store } from '../route.ts';

/** The default of `index.max_slices_per_scroll`. */
const SLICES_MAX = 1024;

/** Refuses a slice where parts make no sense, and more of them than an index allows. */
export function checkSlice(
  { catalog }: Pick<Store, 'catalog'>,
  { slice, pit }: SearchRequest,
  { indices, isScroll }: { readonly indices: readonly SearchIndex[]; readonly isScroll: boolean },
): void {
  if (slice === undefined) {
    return;
  }
  if (!isScroll && pit === undefined) {
    throw errors.validation(
      '1: [slice] can only be used with [scroll] or [point-in-time] requests;',
    );
  }
  for (const { uuid } of indices) {
    const settings = catalog.indexByUuid(uuid)?.settings ?? {};
    const most = settingNumber(settings, 'index.max_slices_per_scroll', SLICES_MAX);
    if (slice.max > most) {
      throw errors.illegalArgument(
        `The number of slices [${slice.max}] is too large. It must be less than [${most}]. This limit can be set by changing the [index.max_slices_per_scroll] index level setting.`,
      );
    }
  }
}
