import type { Locale } from '@longshore/common/format';
import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };

const STORAGE_KEY = 'longshore.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly resources: { readonly translation: typeof en };
  }
}

/** All text of the UI. `en.json` is the source; `ko.json` has the same keys. */
export const i18n: I18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  lng: chosenLanguage(),
  fallbackLng: 'en',
  resources: { en: { translation: en }, ko: { translation: ko } },
  // React escapes what it draws.
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

/** The language of the UI as the formatter knows it. */
export function localeOf(language: string): Locale {
  return language.startsWith('ko') ? 'ko' : 'en';
}

/** Changes the language and remembers it in this browser. */
export function chooseLanguage(locale: Locale): void {
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // Storage may be switched off; the choice then holds for this visit.
  }
  void i18n.changeLanguage(locale);
}

function chosenLanguage(): Locale {
  try {
    return localeOf(localStorage.getItem(STORAGE_KEY) ?? navigator.language);
  } catch {
    return localeOf(navigator.language);
  }
}
