import { runnerGroupName } from '../organisation/wanted-access.ts';
import { appPermissions } from './app-permissions.ts';
import type { SetUpItem, SetUpNames, SetUpWorld } from './set-up-item.ts';

const apply = 'orangery access apply';
const team = 'GitHub Team, where the repository is private';

/** Everything that has to be so before the first request, in the order in which it is done. */
export function setUpItems(names: SetUpNames): readonly SetUpItem[] {
  return [
    ...repositoryItems(names),
    ...appItems(names),
    ...settingItems(names),
    ...peopleItems(names),
  ];
}

function repositoryItems({ catalogue, runner }: SetUpNames): readonly SetUpItem[] {
  const [owner] = catalogue.split('/');
  const [, name] = runner.split('/');
  return [
    {
      what: `${catalogue} holds this repository, and its default branch is main`,
      how: `https://github.com/organizations/${owner}/repositories/new, then git push`,
      check: async (world) => (await world.catalogue.getRepository()).defaultBranch === 'main',
    },
    {
      what: `${runner} is private and has no forks`,
      how: `https://github.com/organizations/${owner}/repositories/new, name ${name}, Private; Settings, General: no forking`,
      check: async (world) => (await world.runner.getRepository()).isPrivate,
    },
    {
      what: `${runner} holds what lies in out/runner-repository`,
      how: `git -C out/runner-repository init -b main, commit all, push to ${runner}`,
      check: holdsFiles,
    },
    {
      what: 'The site comes from GitHub Actions',
      how: `https://github.com/${catalogue}/settings/pages, Source: GitHub Actions`,
    },
  ];
}

async function holdsFiles({ runner, runnerFiles }: SetUpWorld): Promise<boolean> {
  const commit = await runner.getBranch('main');
  if (commit === null) return false;
  for (const [path, text] of Object.entries(runnerFiles)) {
    if ((await runner.readText(path, commit)) !== text) return false;
  }
  return true;
}

function appItems({ catalogue, runner }: SetUpNames): readonly SetUpItem[] {
  const owner = catalogue.split('/')[0]!;
  const [catalogueName, runnerName] = [catalogue, runner].map((one) => one.split('/')[1]);
  const granted = Object.values(appPermissions).map(([level, words]) => `${words} (${level})`);
  return [
    {
      what: `There is an App with: ${granted.join('; ')}`,
      how: `https://github.com/organizations/${owner}/settings/apps/new, Webhook off, Only on this account`,
    },
    {
      what: `The App is installed on ${catalogueName} and ${runnerName}, and nowhere else`,
      how: 'Page of the App, Install App, Only select repositories',
    },
    variables(catalogue, {
      ORANGERY_APP_ID: isNumber,
      ORANGERY_REPOSITORIES: (text) => {
        return (
          text
            .trim()
            .split(/[\s,]+/)
            .sort()
            .join() === [catalogueName, runnerName].sort().join()
        );
      },
      ORANGERY_RUNNER_REPOSITORY: (text) => text === runner,
    }),
    variables(runner, {
      ORANGERY_APP_ID: isNumber,
      ORANGERY_CATALOGUE: (text) => text === catalogue,
      ORANGERY_CATALOGUE_NAME: (text) => text === catalogueName,
    }),
    environment(catalogue, 'control', ['ORANGERY_APP_KEY']),
    environment(runner, 'gpu', ['ORANGERY_APP_KEY', 'ORANGERY_SIGNING_KEY']),
  ];
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function variables(
  repository: string,
  wanted: Readonly<Record<string, (text: string) => boolean>>,
): SetUpItem {
  const hints: Readonly<Record<string, string>> = {
    ORANGERY_APP_ID: 'the number of the App',
    ORANGERY_REPOSITORIES: 'names of both repositories without the owner, a line each',
    ORANGERY_RUNNER_REPOSITORY: 'the runner repository, owner/name',
    ORANGERY_CATALOGUE: 'the catalogue, owner/name',
    ORANGERY_CATALOGUE_NAME: 'the same without the owner',
  };
  const said = Object.keys(wanted).map((name) => `${name} (${hints[name]})`);
  return {
    what: `Variables of ${repository}: ${said.join(', ')}`,
    how: `https://github.com/${repository}/settings/variables/actions`,
    check: async ({ organisation }) => {
      const found = await organisation.listVariables(repository);
      return Object.entries(wanted).every(([name, isRight]) => isRight(found[name] ?? ''));
    },
  };
}

function environment(repository: string, name: string, secrets: readonly string[]): SetUpItem {
  return {
    what: `Environment ${name} of ${repository}: only branch main, no reviewers, with the secrets ${secrets.join(', ')}`,
    how: `https://github.com/${repository}/settings/environments; the branch by ${apply}`,
    plan: team,
    check: async ({ organisation }) => {
      const all = await organisation.listEnvironments(repository);
      const found = all.find((one) => one.name === name);
      if (found?.branches?.join() !== 'main') return false;
      const kept = await organisation.listEnvironmentSecrets(repository, name);
      return secrets.every((secret) => kept.includes(secret));
    },
  };
}

function settingItems({ catalogue, runner }: SetUpNames): readonly SetUpItem[] {
  const owner = catalogue.split('/')[0]!;
  const settings = `https://github.com/organizations/${owner}/settings/actions`;
  return [
    {
      what: 'Tokens of jobs read unless they say more, and jobs approve nothing',
      how: `${apply}, or ${settings}`,
      check: async ({ organisation }) => {
        const found = await organisation.getSettings();
        return found.workflowPermissions === 'read' && !found.mayApprovePullRequests;
      },
    },
    {
      what: 'Jobs of all external contributors wait for approval',
      how: `${apply}, or ${settings}`,
      check: async ({ organisation }) => {
        return (await organisation.getSettings()).forkApproval === 'all_external_contributors';
      },
    },
    {
      what: 'Actions are pinned to a full commit',
      how: `${settings}, Require actions to be pinned`,
    },
    {
      what: 'The organisation has no secrets for Actions: they lie in environments',
      how: `https://github.com/organizations/${owner}/settings/secrets/actions`,
      check: async ({ organisation }) => (await organisation.listSecrets()).length === 0,
    },
    {
      what: `Machines are in the group ${runnerGroupName}, for ${runner} alone, not for public repositories`,
      how: `${apply}, or ${settings}/runner-groups`,
      plan: 'GitHub Team; with Enterprise also limit it to workflows of main',
      check: async ({ organisation }) => {
        const all = await organisation.listRunnerGroups();
        const found = all.find(({ name }) => name === runnerGroupName);
        const isOnly = found?.repositories.join() === runner && found.isSelected;
        return isOnly && !found.allowsPublicRepositories;
      },
    },
    rulesets(catalogue, ['only the App', 'main is merged', 'main is checked', 'records']),
    rulesets(runner, ['only the App', 'main is merged']),
  ];
}

function rulesets(repository: string, wanted: readonly string[]): SetUpItem {
  return {
    what: `Rules of branches of ${repository}: ${wanted.join(', ')}`,
    how: apply,
    plan: team,
    check: async ({ organisation }) => {
      const all = await organisation.listRulesets(repository);
      return wanted.every((name) => all.some((one) => one.name === name && one.isActive));
    },
  };
}

function peopleItems({ catalogue }: SetUpNames): readonly SetUpItem[] {
  const owner = catalogue.split('/')[0]!;
  return [
    {
      what: 'The team admins has at least two people',
      how: `https://github.com/orgs/${owner}/new-team`,
      check: async ({ organisation }) => {
        if (!(await organisation.listTeams()).includes('admins')) return false;
        return (await organisation.listTeamMembers('admins')).length >= 2;
      },
    },
    {
      what: 'The public half of ORANGERY_SIGNING_KEY stands below runners in .github/access.yml',
      how: 'orangery doctor on the machine shows it; a pull request of an admin adds it',
    },
  ];
}
