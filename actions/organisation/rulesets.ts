import type { Bypass, Rule, Ruleset } from './entities.ts';

/** GitHub's own App, by which checks of Actions come. */
const gitHubActions = 15368;
const admins: Bypass = { type: 'RepositoryRole', id: 5, mode: 'pull_request' };
const deployKeys: Bypass = { type: 'DeployKey', id: null, mode: 'always' };
const anyChange: readonly Rule[] = [{ type: 'creation' }, { type: 'update' }, { type: 'deletion' }];
const [main, records] = ['refs/heads/main', 'refs/heads/records'];

/** Name of the ruleset that keeps everybody's hands off branches. */
export const onlyTheApp = 'only the App';

/**
 * Who may change which branches. People's work comes from forks. Admins merge what `/merge` may not, such as
 * these rules, by a pull request; nobody pushes to `main`.
 */
export function rulesetsOf(appId: number, kind: 'catalogue' | 'runner'): readonly Ruleset[] {
  const app: Bypass = { type: 'Integration', id: appId, mode: 'always' };
  const all = {
    ...{ name: onlyTheApp, include: ['~ALL'], rules: anyChange, bypass: [app] },
    exclude: kind === 'catalogue' ? [main, records] : [main],
  };
  const ofMain = { name: 'main is merged', include: [main], rules: anyChange };
  const [reviewed, ofRecords] = [
    { name: 'main is checked', include: [main], rules: [pullRequest, validated], bypass: [] },
    { name: 'records', include: [records], rules: anyChange, bypass: [app, deployKeys] },
  ];
  const own = [all, { ...ofMain, bypass: [app, admins] }];
  const wanted = kind === 'catalogue' ? [...own, reviewed, ofRecords] : own;
  return wanted.map((ruleset) => ({ isActive: true, exclude: [], ...ruleset }));
}

const pullRequest: Rule = {
  type: 'pull_request',
  parameters: {
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: true,
    require_last_push_approval: false,
    required_approving_review_count: 0,
    required_review_thread_resolution: false,
  },
};

const validated: Rule = {
  type: 'required_status_checks',
  parameters: {
    required_status_checks: [{ context: 'validate', integration_id: gitHubActions }],
    strict_required_status_checks_policy: false,
  },
};
