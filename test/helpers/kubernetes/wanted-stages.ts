import fc from 'fast-check';
import type { ManifestOptions } from '../../../runner/src/deployment/kubernetes/index.ts';
import type { Version, WantedStage } from '../../../runner/src/deployment/wanted-stage.ts';

const image = `registry.example.org/orangery-seeds@sha256:${'1'.repeat(64)}`;
const canaryImage = `registry.example.org/orangery-seeds@sha256:${'2'.repeat(64)}`;
const commit = '0123456789'.repeat(4);

export const plainOptions: ManifestOptions = { form: 'plain', image, canaryImage };
export const kserveOptions: ManifestOptions = { form: 'kserve', image, canaryImage };

/** What a stage wants, with what a test changes. */
export function wantedStage(changes: Partial<WantedStage> = {}): WantedStage {
  return {
    ...{ deployment: 'seeds', stage: 'production', owner: 'ada', replicas: 2 },
    module: { id: 'seed-classifier', version: '1.0.0' },
    source: { commit },
    resources: { cpu: 0.5, memoryBytes: 1024 ** 3, gpu: 0 },
    callers: [
      {
        ...{ id: '3f9a0c1e', sha256: `3f9a0c1e${'0'.repeat(56)}`, issuer: 'ada' },
        ...{ consumer: 'greenhouse', created: '2026-11-22T10:00:00Z', expires: '2027-06-30' },
      },
    ],
    ...changes,
  };
}

/** Names as the schema of records takes them, the longest too, also those that differ little. */
export const deploymentName = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/),
  fc.constantFrom('seeds', 'seeds-staging', 'seeds-production', '0', 'a-', 'a'.repeat(64)),
);

const version: fc.Arbitrary<Version> = fc.record({
  module: fc.record({
    id: fc.stringMatching(/^[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,20}){0,2}$/),
    version: fc.oneof(
      fc.stringMatching(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/),
      fc.stringMatching(/^\d\.\d\.\d[-+][0-9A-Za-z.+-]{1,80}$/),
    ),
  }),
  // digits alone, or digits and one e, are numbers where a writer forgets to quote them
  source: fc.record({ commit: fc.stringMatching(/^[0-9]{20}[0-9a-f][0-9]{19}$/) }),
});

const key = fc.record({
  ...{ id: fc.stringMatching(/^[0-9a-f]{8}$/), sha256: fc.stringMatching(/^[0-9a-f]{64}$/) },
  issuer: fc.string({ minLength: 1, maxLength: 100 }),
  consumer: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
  created: fc.constant('2026-11-22T10:00:00Z'),
});

/** What both forms take; a canary, and a domain, are for one form each. */
export const anyStage: fc.Arbitrary<WantedStage> = fc
  .record({
    deployment: deploymentName,
    stage: fc.constantFrom('production', 'staging'),
    owner: fc.stringMatching(/^[A-Za-z0-9-]{1,39}$/),
    replicas: fc.integer({ min: 1, max: 64 }),
    version,
    resources: fc.record({
      cpu: fc.oneof(
        fc.double({ min: 0.001, max: 256, noNaN: true }),
        fc.integer({ min: 1, max: 256 }),
      ),
      memoryBytes: fc.oneof(
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.integer({ min: 1, max: 512 }).map((gibibytes) => gibibytes * 1024 ** 3),
      ),
      gpu: fc.integer({ min: 0, max: 16 }),
    }),
    batching: fc.option(
      fc.record({
        maxBatch: fc.integer({ min: 1, max: 1024 }),
        maxDelayMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
      }),
      { nil: undefined },
    ),
    callers: fc.oneof(fc.constant('everybody' as const), fc.array(key, { maxLength: 3 })),
  })
  .map(({ version: of, batching, ...rest }) => ({
    ...rest,
    ...of,
    ...(batching !== undefined && { batching }),
  }));

export const anyCanary: fc.Arbitrary<NonNullable<WantedStage['canary']>> = fc
  .record({ version, percent: fc.integer({ min: 1, max: 99 }) })
  .map(({ version: of, percent }) => ({ ...of, percent }));

export const anyDomain = fc.domain();
