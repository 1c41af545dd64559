import { MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { i18n, localeOf } from './i18n/i18n.ts';
import type { makeRouter } from './router.tsx';
import { cssVariablesResolver, theme } from './theme/theme.ts';

/** The whole UI with what it needs around it. */
export function App({
  router,
  client,
  env = 'default',
}: {
  readonly router: ReturnType<typeof makeRouter>;
  readonly client: QueryClient;
  /** `test` opens menus and dialogs without motion. */
  readonly env?: 'default' | 'test';
}) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      env={env}
    >
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={client}>
          <Language />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nextProvider>
    </MantineProvider>
  );
}

/** Tells the browser which language the page is in: screen readers and fonts go by it. */
function Language() {
  const { i18n: instance } = useTranslation();
  useEffect(() => {
    document.documentElement.lang = localeOf(instance.language);
  }, [instance.language]);
  return null;
}
