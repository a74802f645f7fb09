import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false };
const report = process.env.VITEST_REPORT;

export default defineConfig({
  test: {
    environment: 'node',
    maxWorkers: '100%',
    ...(report ? { reporters: ['default', ['json', { outputFile: report }]] } : {}),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/real/**'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...slow } },
      { test: { name: 'real', include: ['test/real/**/*.test.ts'], ...slow } },
    ],
  },
});
