import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
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
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <IconButton label={t('preferences.title')}>
          <IconSettings size={18} stroke={1.6} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('preferences.scheme')}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) =>
            setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')
          }
        >
          {SCHEMES.map(({ value, Icon }) => (
            <Menu.RadioItem
              key={value}
              value={value}
              rightSection={<Icon size={16} stroke={1.6} aria-hidden="true" />}
            >
              {t(`preferences.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('preferences.language')}</Menu.Label>
        <Menu.RadioGroup
          value={localeOf(i18n.language)}
          onChange={(value) => chooseLanguage(localeOf(value))}
        >
          {LANGUAGES.map(({ value, name }) => (
            <Menu.RadioItem key={value} value={value} lang={value}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
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
