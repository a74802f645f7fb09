import type { DeploymentState } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { describeAct } from '../../../marketplace/src/catalogue/describe-act.ts';

const state: DeploymentState = {
  ...{ schema: 'deployment-state/1', at: '2026-11-20T10:00:00Z', deployment: 'seeds' },
  ...{ stage: 'staging', module: { id: 'seed-classifier', version: '1.0.0' }, owner: 'ada' },
  ...{ health: 'healthy' },
};
const failed: DeploymentState = { ...state, health: 'unhealthy' };

it.each([
  [{ ...state, act: 'deploy', actor: 'ada' }, 'deployed by ada'],
  [{ ...state, act: 'rollback', actor: 'root' }, 'rolled back by root'],
  [{ ...state, act: 'stop', health: 'stopped' }, 'stopped'],
  [{ ...failed, act: 'promote', actor: 'ada' }, 'promotion failed, asked for by ada'],
  [{ ...failed, act: 'replace' }, 'new start failed'],
  [failed, ''],
] as const)('%o: %s', (line, words) => {
  expect(describeAct(line)).toBe(words);
});
