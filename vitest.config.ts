import { defineConfig } from 'vitest/config';

// Tests read the source of sibling packages, never their build.
const conditions = ['longshore-source', 'node', 'import', 'default'];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['packages/{common,agent,store,server}/src/**/*.test.ts'],
          exclude: ['**/*.engine.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'engine',
          include: ['packages/store/src/**/*.engine.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { conditions: ['longshore-source', 'browser', 'import', 'default'] },
        test: {
          name: 'ui',
          include: ['packages/ui/src/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      { ...shared, test: { name: 'tidy', include: ['tests/*.test.ts'] } },
      {
        ...shared,
        test: {
          name: 'system',
          include: ['tests/{docker,store,e2e,cli}/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
