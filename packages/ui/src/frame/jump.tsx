import { Modal } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowRight, IconBox, IconSearch, IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inventoryQuery } from '../api/inventory.ts';
import { PAGES } from '../pages.ts';
import classes from './dialogs.module.css';
import { findHits, type Hit } from './jump-hits.ts';

const ICONS = { page: IconArrowRight, host: IconServer2, container: IconBox } as const;

/** Jumps to any page, host or container by a part of its name. */
export function Jump({
  isOpen,
  onOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  useHotkeys([['mod+K', onOpen]], [], true);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12dvh"
      aria-label={t('jump.open')}
    >
      <JumpBox onClose={onClose} />
    </Modal>
  );
}

function JumpBox({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [selected, setSelected] = useState(0);
  const inventory = useQuery(inventoryQuery);
  const go = useGo(onClose);
  const pages = PAGES.map(
    ({ name, path }): Hit => ({
      kind: 'page',
      key: path,
      name: t(`pages.${name}`),
      detail: t('jump.page'),
    }),
  );
  const hits = findHits(text, pages, inventory.data);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const hit = hits[selected];
    if (step) {
      event.preventDefault();
      setSelected((selected + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === 'Enter' && hit) {
      go(hit);
    }
  };
  return (
    <>
      <div className={classes.search}>
        <IconSearch size={18} stroke={1.6} aria-hidden="true" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="jump-hits"
          aria-activedescendant={hits[selected] ? `jump-${selected}` : undefined}
          aria-label={t('jump.open')}
          placeholder={t('jump.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <HitList hits={hits} selected={selected} onChoose={go} />
    </>
  );
}

function HitList({
  hits,
  selected,
  onChoose,
}: {
  readonly hits: readonly Hit[];
  readonly selected: number;
  readonly onChoose: (hit: Hit) => void;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[selected]?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  if (hits.length === 0) {
    return <p className={classes.none}>{t('jump.none')}</p>;
  }
  return (
    <div
      ref={list}
      id="jump-hits"
      role="listbox"
      aria-label={t('jump.open')}
      className={classes.hits}
      tabIndex={-1}
    >
      {hits.map((hit, index) => {
        const Icon = ICONS[hit.kind];
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys act on the combobox that owns the list.
          <div
            key={hit.key}
            id={`jump-${index}`}
            role="option"
            aria-selected={index === selected}
            tabIndex={-1}
            onClick={() => onChoose(hit)}
          >
            <Icon size={16} stroke={1.6} aria-hidden="true" />
            <strong>{hit.name}</strong>
            <small>{hit.detail}</small>
          </div>
        );
      })}
    </div>
  );
}

function useGo(onClose: () => void): (hit: Hit) => void {
  const navigate = useNavigate();
  return ({ kind, key, name }) => {
    onClose();
    switch (kind) {
      case 'page':
        void navigate({ to: key });
        return;
      case 'host':
        void navigate({ to: '/', search: { filter: `host:${name}` } });
        return;
      case 'container':
        void navigate({ to: '/containers/$id', params: { id: key } });
        return;
    }
  };
}
