/** What our App may do at most; each token of it has what its job needs. */
export const appPermissions = {
  actions: 'write',
  actions_variables: 'read',
  administration: 'write',
  contents: 'write',
  deployments: 'write',
  environments: 'write',
  issues: 'write',
  members: 'write',
  metadata: 'read',
  organization_administration: 'write',
  organization_secrets: 'read',
  organization_self_hosted_runners: 'write',
  pull_requests: 'write',
  workflows: 'write',
} as const;
