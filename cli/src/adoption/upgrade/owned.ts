/** What belongs to whoever runs a marketplace; everything else is Orangery's. */
export const ownedPaths: readonly string[] = [
  'modules',
  'deployments',
  '.github/access.yml',
  'orangery.config.yml',
];

/** Who made commits that are in nobody's history. */
export const scaffoldAuthor: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'Orangery',
  GIT_AUTHOR_EMAIL: 'orangery@localhost',
  GIT_COMMITTER_NAME: 'Orangery',
  GIT_COMMITTER_EMAIL: 'orangery@localhost',
};
