import { Popover } from '@mantine/core';
import { IconArrowRight, IconHelp, IconSearch } from '@tabler/icons-react';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../controls/icon-button.tsx';
import { useShortcuts } from '../../controls/shortcuts.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import { useUrl } from '../../controls/use-url.ts';
import classes from './logs.module.css';
import { placeOf } from './query-error.ts';

// Lucene's own words, the same in every language.
const EXAMPLES = [
  ['error timeout', 'words'],
  ['"connection refused"', 'phrase'],
  ['container.name:api AND log.level:error', 'field'],
  ['NOT stream:stderr', 'not'],
  ['message:time*', 'wildcard'],
  ['log.offset:[100 TO 200]', 'range'],
  ['_exists_:log.level', 'exists'],
] as const;

/** The query; Enter runs it. What the server does not understand is shown at its place. */
export function QueryBar({
  query,
  refusal,
}: {
  readonly query: string;
  readonly refusal: string | undefined;
}) {
  const { t } = useTranslation();
  const { change } = useUrl();
  const { refresh } = usePageTime();
  const input = useRef<HTMLInputElement>(null);
  const shortcuts = useMemo(
    () => [{ keys: '/', text: 'shortcuts.query' as const, run: () => input.current?.focus() }],
    [],
  );
  useShortcuts(shortcuts);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const typed = input.current?.value.trim() ?? '';
    if (typed === query) {
      refresh();
    } else {
      change({ q: typed, open: undefined });
    }
  };
  return (
    <search className={classes.query}>
      <form onSubmit={onSubmit}>
        <div className={classes.queryField} data-bad={refusal !== undefined}>
          <IconSearch size={16} stroke={1.8} aria-hidden="true" />
          <input
            // A query from the address (a link, a filter, browser back) replaces what is typed.
            key={query}
            ref={input}
            defaultValue={query}
            aria-label={t('logs.query')}
            aria-invalid={refusal !== undefined}
            aria-describedby={refusal === undefined ? undefined : 'query-refusal'}
            placeholder={t('logs.queryPlaceholder')}
            spellCheck={false}
            autoComplete="off"
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                event.currentTarget.blur();
              }
            }}
          />
          <SyntaxHelp />
          <button type="submit" className={classes.run} aria-label={t('logs.run')}>
            <IconArrowRight size={16} aria-hidden="true" />
          </button>
        </div>
      </form>
      {refusal === undefined ? null : <Refusal query={query} reason={refusal} />}
    </search>
  );
}

function Refusal({ query, reason }: { readonly query: string; readonly reason: string }) {
  const { t } = useTranslation();
  const place = placeOf(reason, query);
  return (
    <div id="query-refusal" role="alert" className={classes.refusal}>
      <strong>{t('logs.badQuery')}</strong> <span>{reason}</span>
      {place === undefined ? null : (
        <code>
          {query.slice(0, place)}
          <mark>{query.slice(place, place + 1) || ' '}</mark>
          {query.slice(place + 1)}
        </code>
      )}
    </div>
  );
}

function SyntaxHelp() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={420}>
      <Popover.Target>
        <IconButton label={t('logs.syntax')} onClick={() => setOpen(!isOpen)}>
          <IconHelp size={17} stroke={1.6} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.syntax}>
          {EXAMPLES.map(([example, meaning]) => (
            <div key={example}>
              <dt>
                <code>{example}</code>
              </dt>
              <dd>{t(`logs.syntaxOf.${meaning}`)}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
