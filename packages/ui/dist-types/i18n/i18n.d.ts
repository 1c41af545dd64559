import type { Locale } from '@longshore/common/format';
import { type i18n as I18n } from 'i18next';
import en from './en.json';
declare module 'i18next' {
    interface CustomTypeOptions {
        readonly resources: {
            readonly translation: typeof en;
        };
    }
}
/** All text of the UI. `en.json` is the source; `ko.json` has the same keys. */
export declare const i18n: I18n;
/** The language of the UI as the formatter knows it. */
export declare function localeOf(language: string): Locale;
/** Changes the language and remembers it in this browser. */
export declare function chooseLanguage(locale: Locale): void;
//# sourceMappingURL=i18n.d.ts.map