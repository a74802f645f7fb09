/** What the App may do at most, with the words of its settings page; each job's token has a part of it. */
export const appPermissions: Readonly<Record<string, readonly ['read' | 'write', string]>> = {
  actions: ['write', 'Repository permissions: Actions'],
  administration: ['write', 'Repository permissions: Administration'],
  contents: ['write', 'Repository permissions: Contents'],
  issues: ['write', 'Repository permissions: Issues'],
  'pull-requests': ['write', 'Repository permissions: Pull requests'],
  members: ['write', 'Organization permissions: Members'],
  'organization-administration': ['write', 'Organization permissions: Administration'],
  'organization-self-hosted-runners': ['write', 'Organization permissions: Self-hosted runners'],
};
