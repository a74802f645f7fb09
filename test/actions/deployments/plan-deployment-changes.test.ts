import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GitHubDeployment } from '../../../actions/deployments/src/github-deployments.ts';
import { planDeploymentChanges } from '../../../actions/deployments/src/plan-deployment-changes.ts';
import {
  afterChanges,
  deploymentsArbitrary,
  line,
  linesArbitrary,
} from './deployment-arbitraries.ts';

const [first, second] = ['1.0.0', '1.1.0'].map((version) => ({ id: 'seed-classifier', version }));
const wantedArbitrary = fc.subarray(['seeds/production', 'leaves/staging', 'gone/staging']);

describe('from any state of GitHub to any records', () => {
  const property = (check: (after: readonly GitHubDeployment[]) => void): void => {
    fc.assert(
      fc.property(
        linesArbitrary,
        deploymentsArbitrary,
        wantedArbitrary,
        (lines, before, wanted) => {
          const after = afterChanges(before, planDeploymentChanges(lines, before, wanted));
          expect(planDeploymentChanges(lines, after, wanted)).toEqual([]);
          check(after.filter(({ key }) => lines.some((each) => key.startsWith(stageOf(each)))));
        },
      ),
    );
  };
  const stageOf = (each: { deployment: string; stage: string }): string =>
    `${each.deployment}/${each.stage} `;

  it('there is nothing left to do afterwards, and at most one of a stage is said to work', () => {
    property((told) => {
      const working = told.filter(
        ({ status }) => typeof status === 'object' && status.state === 'success',
      );
      const stages = working.map(({ environment }) => environment);
      expect(stages).toEqual([...new Set(stages)]);
    });
  });

  it('no version stands there twice, and descriptions fit', () => {
    property((told) => {
      const keys = told.map(({ key }) => key);
      expect(keys).toEqual([...new Set(keys)]);
      for (const { status } of told) {
        if (typeof status === 'object') expect([...status.description].length).toBeLessThan(141);
      }
    });
  });

  it('changes nothing of a status that was not read', () => {
    fc.assert(
      fc.property(linesArbitrary, deploymentsArbitrary, (lines, before) => {
        const unread = before.map((one) => ({ ...one, status: 'unread' as const }));
        const changes = planDeploymentChanges(lines, unread, []);
        expect(changes.filter(({ kind }) => kind !== 'create')).toEqual([]);
      }),
    );
  });
});

/** What GitHub says after each line: version and state, in the order of creation. */
function history(...lines: Parameters<typeof line>[0][]): string[][] {
  let now: readonly GitHubDeployment[] = [];
  const all = lines.map((change, index) => line({ at: `2026-11-20T10:0${index}:00Z`, ...change }));
  return all.map((_, index) => {
    const told = all.slice(0, index + 1);
    now = afterChanges(now, planDeploymentChanges(told, now, []));
    return now.toReversed().map(({ key, status }) => {
      const state = typeof status === 'object' ? status.state : status;
      return `${key.split(' ')[1]!.split('@')[1]} ${state}`;
    });
  });
}

describe('a stage', () => {
  it('goes to a new version, back, and ends', () => {
    expect(
      history(
        { module: first!, act: 'deploy' },
        { module: second!, act: 'deploy' },
        { module: first!, act: 'rollback' },
        { module: first!, act: 'stop', health: 'stopped' },
      ),
    ).toEqual([
      ['1.0.0 success'],
      ['1.0.0 inactive', '1.1.0 success'],
      ['1.0.0 success', '1.1.0 inactive'],
      ['1.0.0 inactive', '1.1.0 inactive'],
    ]);
  });

  it('keeps saying that a version failed, when the one before is back', () => {
    const failed = { module: second!, health: 'unhealthy' as const };
    expect(history({ module: first! }, failed, { module: first! }).at(-1)).toEqual([
      ...['1.0.0 success', '1.1.0 failure'],
    ]);
  });

  it('takes the commit from the line before, where one does not say it', () => {
    const said = line({ module: first! });
    const silent = line({ at: '2026-11-20T11:00:00Z', module: first!, health: 'unhealthy' });
    delete silent.commit;
    const [only, ...others] = planDeploymentChanges([said, silent], [], []);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ kind: 'create', run: { commit: 'a'.repeat(40) } });
    expect(only).toMatchObject({ status: { state: 'failure' } });
    expect(planDeploymentChanges([silent], [], [])).toEqual([]);
  });

  it('that runs the result of a training shows nothing as running', () => {
    const result = line({ at: '2026-11-20T11:00:00Z', receipt: 'b'.repeat(64) });
    delete result.commit;
    const changes = planDeploymentChanges([line(), result], [], []);
    expect(changes).toMatchObject([{ kind: 'create', status: { state: 'inactive' } }]);
  });

  it('of which no line is left stays while a file names it', () => {
    const status = { state: 'success', description: '', url: '' };
    const old = { id: 1, key: 'seeds/staging x@1.0.0 c', environment: 'seeds/staging', status };
    expect(planDeploymentChanges([], [old], ['seeds/staging'])).toEqual([]);
    expect(planDeploymentChanges([], [old], [])).toEqual([{ kind: 'remove', deployment: old }]);
  });

  it('keeps the newer of two Deployments of a version', () => {
    const status = { state: 'success', description: '', url: '' };
    const [created] = afterChanges([], planDeploymentChanges([line()], [], []));
    const twice = [7, 3].map((id) => ({ ...created!, id, status }));
    expect(planDeploymentChanges([line()], twice, [])).toEqual([
      { kind: 'remove', deployment: twice[1] },
    ]);
  });

  it('shows the ten versions that were recorded last', () => {
    // the first comes back at the end
    const lines = [...Array(12).keys(), 0].map((version, index) =>
      line({
        at: `2026-11-20T10:${10 + index}:00Z`,
        module: { id: 'seed-classifier', version: `1.0.${version}` },
      }),
    );
    const shown = afterChanges([], planDeploymentChanges(lines, [], []));
    expect(shown).toHaveLength(10);
    expect(shown.map(({ key }) => key).join()).not.toMatch(/1\.0\.[12] /);
  });
});
