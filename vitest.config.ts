import { defineConfig } from 'vitest/config';
import { testsThatNeedSamples } from './test/helpers/needs-samples.ts';

const slow = { testTimeout: 600_000, hookTimeout: 600_000 };
const real = 'test/real/**/*.test.ts';
/**
 * What must reach something in a given time, takes the whole machine, or looks at what one engine has built: a file at a
 * time, after the others.
 */
const alone = [
  ...['training', 'download', 'serving/endurance'],
  ...['deployment/images', 'deployment/publish-image'],
].map((name) => `test/real/${name}.test.ts`);
/** An adopter may have taken our samples away: see `orangery init --empty`. */
const withoutSamples = testsThatNeedSamples(import.meta.dirname);
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
          exclude: ['test/e2e/**', 'test/real/**', ...withoutSamples],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...withoutSamples],
          globalSetup: 'test/helpers/sites/forget-built.ts',
          ...slow,
        },
      },
      { test: { name: 'real', include: [real], exclude: [...alone, ...withoutSamples], ...slow } },
      {
        test: {
          name: 'real-alone',
          include: alone,
          exclude: [...withoutSamples],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...slow,
        },
      },
    ],
  },
});
