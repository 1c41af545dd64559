import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { Empty } from '../../controls/states.tsx';
import { useUrl } from '../../controls/use-url.ts';
import type { ShownContainers } from './use-shown-containers.ts';

/** Which link of the chain is missing when there are no containers to show, and what to do. */
export function HomeEmpty({
  hasProblems,
  shown,
}: {
  readonly hasProblems: boolean;
  readonly shown?: ShownContainers;
}) {
  const { t } = useTranslation();
  const { search, change } = useUrl();
  if (shown && shown.hiddenCount > 0) {
    return (
      <Empty title={t('home.empty.allStopped', { count: shown.hiddenCount })}>
        <Button onClick={() => change({ stopped: 'show' })}>
          {t('home.showStopped', { count: shown.hiddenCount })}
        </Button>
      </Empty>
    );
  }
  if (search.filter && shown && shown.total > 0) {
    return (
      <Empty title={t('home.empty.filtered', { count: shown.total })}>
        <Button onClick={() => change({ filter: undefined })}>{t('home.clearFilter')}</Button>
      </Empty>
    );
  }
  if (hasProblems) {
    return (
      <Empty title={t('home.empty.unknown')}>
        <p>{t('home.empty.seeAbove')}</p>
      </Empty>
    );
  }
  return (
    <Empty title={t(shown ? 'home.empty.none' : 'home.empty.waiting')}>
      <p>{t(shown ? 'home.empty.start' : 'home.empty.soon')}</p>
      {shown ? <pre>docker run -d --name hello nginx</pre> : null}
    </Empty>
  );
}
