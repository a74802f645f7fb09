import { ours } from './ask-emulate.ts';
import { isJsonObject } from './json.ts';
import type { EnvironmentOptions, RepositoryOptions } from './options.ts';
import type { EnvironmentRecord, Repository } from './repository.ts';
import { readRuleset } from './routes/rulesets.ts';
import { nextNumber, timestamp, type State } from './state.ts';
import { writeCommit } from './write-commit.ts';

/** Fills a repository before anybody listens: files, environments and rulesets. */
export async function seedRepository(
  state: State,
  repository: Repository,
  options: RepositoryOptions,
): Promise<void> {
  const owner = state.organisation.account;
  const path = `/repos/${owner.emulateLogin}/${repository.name}`;
  const { json } = await state.emulate.send(state.app.bot, { method: 'GET', path });
  const profile = ours(state, json);
  if (isJsonObject(profile)) repository.profile = profile;
  const commit = writeCommit(state, {
    repository,
    branch: repository.defaultBranch,
    author: owner.id,
    message: 'Initial commit',
    files: options.files ?? { 'README.md': `# ${repository.name}\n` },
  });
  repository.references.set(`refs/heads/${repository.defaultBranch}`, commit);
  repository.settings.mayApprovePullRequests = options.jobsMayOpenPullRequests ?? false;
  for (const [name, environment] of Object.entries(options.environments ?? {})) {
    repository.environments.set(name, environmentOf(state, name, environment));
  }
  for (const ruleset of options.rulesets ?? []) {
    const id = nextNumber(state, 'ruleset');
    repository.rulesets.set(id, readRuleset(state, ruleset, id));
  }
}

function environmentOf(
  state: State,
  name: string,
  { secrets = {}, variables = {}, branches }: EnvironmentOptions,
): EnvironmentRecord {
  const now = timestamp(state);
  return {
    id: nextNumber(state, 'environment'),
    name,
    secrets: { ...secrets },
    variables: { ...variables },
    policies:
      branches?.map((branch) => ({
        id: nextNumber(state, 'branch policy'),
        name: branch,
        type: 'branch' as const,
      })) ?? null,
    createdAt: now,
    updatedAt: now,
  };
}
