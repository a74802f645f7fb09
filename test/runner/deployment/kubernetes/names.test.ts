import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  basePath,
  labelValue,
  stageName,
} from '../../../../runner/src/deployment/kubernetes/names.ts';
import { deploymentName } from '../../../helpers/kubernetes/wanted-stages.ts';

const stageId = fc.record({
  deployment: deploymentName,
  stage: fc.constantFrom('production', 'staging'),
});

it.each([
  ['seeds', 'production', 'orangery-seeds-production'],
  ['seeds', 'staging', 'orangery-seeds-staging'],
  ['seeds-staging', 'production', 'orangery-seeds-staging-production'],
  ['a'.repeat(64), 'staging', 'orangery-aaaaaaaaaaaaaaaaaaa-49f7fac06d-staging'],
] as const)('calls %s, %s: %s', (deployment, stage, name) => {
  expect(stageName({ deployment, stage })).toBe(name);
});

it('gives names that a host name may have, with room for what is put behind', () => {
  fc.assert(
    fc.property(stageId, (stage) => {
      const name = stageName(stage);
      expect(name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
      expect(name.length).toBeLessThanOrEqual(47);
    }),
  );
});

it('gives two stages two names, also where one is called as another is shortened', () => {
  const close = stageId.chain((stage) => {
    const shortened = stageName(stage).replace(/^orangery-/, '');
    const other = shortened.replace(/-(production|staging)$/, '');
    return fc.tuple(
      fc.constant(stage),
      fc.oneof(
        stageId,
        fc.constantFrom(
          { deployment: shortened, stage: stage.stage },
          { deployment: other, stage: stage.stage },
          { deployment: `${stage.deployment}-staging`.slice(0, 64), stage: stage.stage },
        ),
      ),
    );
  });
  fc.assert(
    fc.property(close, ([one, other]) => {
      const isSame = one.deployment === other.deployment && one.stage === other.stage;
      expect(stageName(one) === stageName(other)).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});

it('gives values that a label may have, another for another text', () => {
  const texts = fc.oneof(fc.string({ maxLength: 120 }), deploymentName, fc.constant('1.0.0+abc'));
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      expect(labelValue(one)).toMatch(/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
      if (one !== other) expect(labelValue(one)).not.toBe(labelValue(other));
    }),
  );
});

it('puts a stage below its deployment', () => {
  expect(basePath({ deployment: 'seeds', stage: 'production' })).toBe('/seeds');
  expect(basePath({ deployment: 'seeds', stage: 'staging' })).toBe('/seeds/staging');
});
