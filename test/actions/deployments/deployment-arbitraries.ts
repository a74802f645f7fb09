import type { DeploymentState } from '@orangery/schemas';
import fc from 'fast-check';
import type { GitHubDeployment } from '../../../actions/deployments/src/github-deployments.ts';
import type { DeploymentChange } from '../../../actions/deployments/src/plan-deployment-changes.ts';

const commits = ['a', 'b'].map((letter) => letter.repeat(40));

/** A line of the records. */
export function line(change: Partial<DeploymentState> = {}): DeploymentState {
  return {
    ...{ schema: 'deployment-state/1', at: '2026-11-20T10:00:00Z', deployment: 'seeds' },
    ...{ stage: 'production', module: { id: 'seed-classifier', version: '1.0.0' }, owner: 'ada' },
    ...{ health: 'healthy', commit: commits[0]!, ...change },
  };
}

/** Lines from the oldest to the newest. */
export const linesArbitrary: fc.Arbitrary<readonly DeploymentState[]> = fc
  .array(
    fc.record({
      deployment: fc.constantFrom('seeds', 'leaves'),
      stage: fc.constantFrom('staging' as const, 'production' as const),
      module: fc.record({
        id: fc.constant('seed-classifier'),
        version: fc.constantFrom('1.0.0', '1.0.1', '2.0.0'),
      }),
      health: fc.constantFrom('healthy' as const, 'unhealthy' as const, 'stopped' as const),
      commit: fc.option(fc.constantFrom(...commits), { nil: undefined }),
      address: fc.option(fc.constant('https://models.example.org/seeds/'), { nil: undefined }),
      act: fc.option(fc.constantFrom('deploy' as const, 'rollback' as const), { nil: undefined }),
      actor: fc.option(fc.constantFrom('ada', 'mo'), { nil: undefined }),
      message: fc.option(fc.string({ minLength: 1, maxLength: 300, unit: 'binary' }), {
        nil: undefined,
      }),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map((one, index) => {
      const given = Object.entries(one).filter(([, value]) => value !== undefined);
      const at = new Date(Date.UTC(2026, 10, 1, 0, index)).toISOString();
      return {
        ...line({ at }),
        commit: undefined,
        ...Object.fromEntries(given),
      } as DeploymentState;
    }),
  );

const statusArbitrary = fc.constantFrom(
  'none' as const,
  ...['success', 'failure', 'inactive'].map((state) => ({ state, description: '', url: '' })),
);

/** What GitHub may have already, of which some is ours to change; the newest first. */
export const deploymentsArbitrary: fc.Arbitrary<readonly GitHubDeployment[]> = fc
  .array(
    fc.record({
      environment: fc.constantFrom('seeds/production', 'leaves/staging', 'gone/staging'),
      version: fc.constantFrom('1.0.0', '2.0.0'),
      commit: fc.constantFrom(...commits),
      status: statusArbitrary,
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.map(({ environment, version, commit, status }, index) => {
      const key = `${environment} seed-classifier@${version} ${commit}`;
      return { id: 1000 - index, key, environment, status };
    }),
  );

/** GitHub after changes. */
export function afterChanges(
  before: readonly GitHubDeployment[],
  changes: readonly DeploymentChange[],
): readonly GitHubDeployment[] {
  const all = new Map(before.map((one) => [one.id, one]));
  for (const change of changes) {
    if (change.kind === 'create') {
      const id = 2000 + all.size;
      const { key, environment } = change.run;
      all.set(id, { id, key, environment, status: change.status });
    } else if (change.kind === 'remove') all.delete(change.deployment.id);
    else all.set(change.deployment.id, { ...change.deployment, status: change.status });
  }
  return [...all.values()].sort((a, b) => b.id - a.id);
}
