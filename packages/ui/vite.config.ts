import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const STAND_IN = '/src/testing/dev-server.ts';

/**
 * `vite --mode stand-in` answers `/api` itself with made-up data, so that the pages can be worked on without a
 * server. In the usual mode `/api` goes to the server of a running Longshore.
 */
function standInApi(): Plugin {
  return {
    name: 'longshore-stand-in-api',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        if (!request.url?.startsWith('/api/')) {
          next();
          return;
        }
        const { answer } = await server.ssrLoadModule(STAND_IN);
        answer(request, response);
      });
    },
  };
}

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'stand-in' ? [standInApi()] : [])],
  define: { __VERSION__: JSON.stringify(version) },
  resolve: { conditions: ['longshore-source', 'browser', 'module', 'import', 'default'] },
  ssr: { resolve: { conditions: ['longshore-source', 'node', 'import', 'default'] } },
  server: {
    host: '127.0.0.1',
    proxy:
      mode === 'stand-in'
        ? {}
        : { '/api': process.env.LONGSHORE_SERVER_URL ?? 'http://127.0.0.1:5601' },
  },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // An inlined asset would be a `data:` address, which the content security policy refuses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
  },
}));
