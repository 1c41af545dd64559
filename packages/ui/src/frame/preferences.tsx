import { Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconDeviceDesktop,
  IconLanguage,
  IconMoon,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { statusQuery } from '../api/status.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { chooseLanguage, localeOf } from '../i18n/i18n.ts';

const SCHEMES = [
  { value: 'auto', Icon: IconDeviceDesktop },
  { value: 'light', Icon: IconSun },
  { value: 'dark', Icon: IconMoon },
] as const;

// Every language is called by its own name, whatever the present one is.
const LANGUAGES = [
  { value: 'en', name: 'English' },
  { value: 'ko', name: '한국어' },
] as const;

/** Colour scheme and language: the reader's own choice, kept in this browser. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const check = <IconCheck size={14} aria-hidden="true" />;
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <IconButton label={t('preferences.title')}>
          <IconSettings size={18} stroke={1.6} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('preferences.scheme')}</Menu.Label>
        {SCHEMES.map(({ value, Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} stroke={1.6} aria-hidden="true" />}
            rightSection={colorScheme === value ? check : null}
            onClick={() => setColorScheme(value)}
          >
            {t(`preferences.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('preferences.language')}</Menu.Label>
        {LANGUAGES.map(({ value, name }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={localeOf(i18n.language) === value}
            lang={value}
            leftSection={<IconLanguage size={16} stroke={1.6} aria-hidden="true" />}
            rightSection={localeOf(i18n.language) === value ? check : null}
            onClick={() => chooseLanguage(value)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Version />
      </Menu.Dropdown>
    </Menu>
  );
}

function Version() {
  const status = useQuery(statusQuery);
  return <Menu.Label>Longshore {status.data?.version}</Menu.Label>;
}
