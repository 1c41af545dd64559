// What has to happen before the program is loaded. A file of its own, since the content security policy forbids
// inline scripts.
(() => {
  const read = (storage, key) => {
    try {
      return window[storage].getItem(key);
    } catch {
      // Storage may be switched off; what would be remembered is then forgotten.
      return null;
    }
  };

  // Sets the colour scheme before the first paint, so that a dark page never flashes white.
  const chosen = read('localStorage', 'mantine-color-scheme-value');
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');

  // A browser drops what it is loading when an interface of its machine comes or goes, and on a container host
  // that is whenever a container starts: a program that did not arrive whole is loaded again, a few times.
  const KEY = 'longshore.reloads';
  const RELOADS_MAX = 5;
  const PAUSE_MS = 700;
  window.addEventListener(
    'error',
    (event) => {
      const isPart = event.target instanceof HTMLScriptElement || event.target instanceof HTMLLinkElement;
      const reloads = Number(read('sessionStorage', KEY) ?? RELOADS_MAX);
      if (isPart && reloads < RELOADS_MAX) {
        sessionStorage.setItem(KEY, String(reloads + 1));
        setTimeout(() => location.reload(), PAUSE_MS);
      }
    },
    true,
  );
  try {
    sessionStorage.setItem(KEY, read('sessionStorage', KEY) ?? '0');
  } catch {
    // Without storage the reloads could not be counted, so there are none.
  }
  setTimeout(() => {
    try {
      if (document.getElementById('main')) {
        sessionStorage.removeItem(KEY);
      }
    } catch {
      // Without storage there is nothing to forget.
    }
  }, 10_000);
})();
