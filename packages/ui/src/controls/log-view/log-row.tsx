import type { LogFilter, LogLine } from '@longshore/common/api/logs';
import { levelOf } from '@longshore/common/log-level';
import { IconChevronRight } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { ContainerChip } from '../container-chip.tsx';
import { fieldText } from './flat-fields.ts';
import { LogRecord } from './log-record.tsx';
import classes from './log-view.module.css';
import { splitByTerms } from './marks.ts';
import { readMessage } from './message.ts';

/** What can be done with a field of a line. */
export interface LineActions {
  readonly addFilter: (filter: LogFilter) => void;
  readonly toggleColumn: (field: string) => void;
}

/** Longer messages are cut on the row; the open record has all of it. */
const MESSAGE_CHARACTERS_MAX = 2_000;

/** One line, and its whole record when it is open. */
export const LogRow = memo(function LogRow({
  line,
  terms,
  columns,
  wraps,
  showsContainer,
  isOpen,
  onOpen,
  actions,
}: {
  readonly line: LogLine;
  readonly terms: readonly string[];
  readonly columns: readonly string[];
  readonly wraps: boolean;
  readonly showsContainer: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (id: string | undefined) => void;
  readonly actions: LineActions | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const atMs = Date.parse(line.at);
  const level = levelOf(line.level);
  return (
    <>
      <td className={classes.time} title={format.time(atMs, { date: true, ms: true })}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'logs.closeLine' : 'logs.openLine')}
          onClick={() => onOpen(isOpen ? undefined : line.id)}
        >
          <IconChevronRight size={13} aria-hidden="true" />
        </button>
        <time dateTime={line.at}>{format.time(atMs, { ms: true })}</time>
      </td>
      {showsContainer ? (
        <td className={classes.container}>
          {line.containerName === null ? (
            (line.host ?? '—')
          ) : (
            <ContainerChip name={line.containerName} id={line.containerId} />
          )}
        </td>
      ) : null}
      {columns.map((column) => (
        <td key={column} className={classes.extra} title={fieldText(line.source, column)}>
          {fieldText(line.source, column) ?? '—'}
        </td>
      ))}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button at the head of the line does the same. */}
      <td
        className={classes.message}
        onClick={() => hasNoSelection() && onOpen(isOpen ? undefined : line.id)}
      >
        {level === undefined ? null : (
          <span className="hidden-visually">{t(`logs.level.${level}`)}: </span>
        )}
        <Message raw={line.message} terms={terms} wraps={wraps} />
      </td>
      {isOpen ? <LogRecord line={line} columns={columns} actions={actions} /> : null}
    </>
  );
});

function Message({
  raw,
  terms,
  wraps,
}: {
  readonly raw: string;
  readonly terms: readonly string[];
  readonly wraps: boolean;
}) {
  const { t } = useTranslation();
  const { text, rest, moreLines } = useMemo(() => readMessage(raw), [raw]);
  const shown = wraps ? text.slice(0, MESSAGE_CHARACTERS_MAX) : firstLine(text);
  return (
    <>
      {splitByTerms(shown, terms).map(({ text: piece, isMatch }, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name.
        isMatch ? <mark key={index}>{piece}</mark> : piece,
      )}
      {moreLines > 0 && !wraps ? (
        <span className={classes.more}>{t('logs.moreLines', { count: moreLines })}</span>
      ) : null}
      {rest.map(([key, value]) => (
        <span key={key} className={classes.pair}>
          {key}=<span>{value}</span>
        </span>
      ))}
    </>
  );
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return text.slice(0, end < 0 ? MESSAGE_CHARACTERS_MAX : Math.min(end, MESSAGE_CHARACTERS_MAX));
}

/** A click that ends the marking of text is not meant to open the line. */
function hasNoSelection(): boolean {
  return (window.getSelection()?.toString() ?? '') === '';
}
