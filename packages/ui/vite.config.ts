import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import type { answer } from './src/testing/dev-server.ts';

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
        const loaded = await server.ssrLoadModule(STAND_IN);
        const respond: typeof answer = loaded.answer;
        respond(request, response);
      });
    },
  };
}

/** JavaScript of the first page, compressed with gzip; the build fails above it. */
const FIRST_PAGE_BYTES_MAX = 250_000;

/** Keeps the first page small: the entry and everything that it imports at once. */
function firstPageBudget(): Plugin {
  return {
    name: 'longshore-first-page-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
      const names = new Set(entry ? [entry.fileName] : []);
      let sizeBytes = 0;
      // A set visits what is added while it is walked.
      for (const name of names) {
        const chunk = bundle[name];
        if (chunk?.type === 'chunk') {
          sizeBytes += gzipSync(chunk.code).length;
          for (const imported of chunk.imports) {
            names.add(imported);
          }
        }
      }
      if (sizeBytes > FIRST_PAGE_BYTES_MAX) {
        this.error(
          `the first page has ${sizeBytes} bytes of compressed JavaScript; ${FIRST_PAGE_BYTES_MAX} are allowed: load what it does not need at once with import()`,
        );
      }
      this.info(`first page: ${sizeBytes} of ${FIRST_PAGE_BYTES_MAX} bytes`);
    },
  };
}

/** Smaller files are not worth a second request for their compressed form. */
const COMPRESSED_FROM_BYTES = 1_024;

/** Writes `.br` and `.gz` beside each file, so that the server compresses nothing while it answers. */
function compressedFiles(): Plugin {
  const makers = { '.br': promisify(brotliCompress), '.gz': promisify(gzip) };
  return {
    name: 'longshore-compressed-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          const source = file.type === 'chunk' ? file.code : file.source;
          if (source.length < COMPRESSED_FROM_BYTES) {
            continue;
          }
          for (const [ending, compress] of Object.entries(makers)) {
            const compressed = await compress(source);
            this.emitFile({ type: 'asset', fileName: file.fileName + ending, source: compressed });
          }
        }
      },
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    firstPageBudget(),
    compressedFiles(),
    ...(mode === 'stand-in' ? [standInApi()] : []),
  ],
  resolve: {
    alias: { typebox: fileURLToPath(new URL('./src/api/unread-schemas.ts', import.meta.url)) },
    conditions: ['longshore-source', 'browser', 'module', 'import', 'default'],
  },
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
