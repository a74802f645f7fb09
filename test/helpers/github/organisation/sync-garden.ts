import { readFileSync } from 'node:fs';
import { createOctokitGitHub } from '../../../../actions/github/octokit-github.ts';
import { createOctokitOrganisation } from '../../../../actions/organisation/octokit-organisation.ts';
import type { Organisation } from '../../../../actions/organisation/organisation.ts';
import type { SyncWorld } from '../../../../actions/sync-access/src/main.ts';
import type { GitHubEvent } from '../../../../actions/orders/hear-event.ts';
import { realClock } from '../../../../actions/records/real-clock.ts';
import type { SeedFiles } from '../../../../actions/local-github/server/index.ts';
import { appPermissions, localGitHub, type CheckedGitHub } from '../local-github.ts';

const rules = readFileSync(new URL('../../../../.github/access.yml', import.meta.url), 'utf8');
const place = { catalogue: 'garden/orangery', runner: 'garden/orangery-runner', appId: 6001 };

/** An organisation on the local GitHub, and what `sync-access` works with. */
export interface SyncGarden {
  readonly hub: CheckedGitHub;
  readonly organisation: Organisation;
  readonly log: readonly string[];
  /** The world of a job that this event started. */
  world(event: GitHubEvent): SyncWorld;
  changeMain(
    files: Readonly<Record<string, string>>,
  ): Promise<{ readonly before: string; readonly after: string }>;
  /** An admin merges a change to the rules; the event that follows. */
  changeRules(text: string): Promise<GitHubEvent>;
}

/** ada, ida, ina, ivo: app-developers; mo: model-developer; root, rita: admins; eve: no member. */
export async function syncGarden(files: SeedFiles = {}): Promise<SyncGarden> {
  const hub = await localGitHub({
    organisation: {
      login: 'garden',
      owners: ['root', 'rita'],
      teams: {
        admins: { members: ['root', 'rita'], repositories: {} },
        'app-developers': {
          members: ['ada', 'ida', 'ina', 'ivo'],
          repositories: { orangery: 'write' },
        },
        'model-developers': { members: ['mo'], repositories: {} },
        visitors: { members: ['ivo'], repositories: { orangery: 'maintain' } },
      },
    },
    people: ['root', 'rita', 'ada', 'ida', 'ina', 'ivo', 'mo', 'eve'],
    repositories: [
      { name: 'orangery', files: { '.github/access.yml': rules, ...files } },
      { name: 'orangery-runner', isPrivate: true, files: { 'README.md': '# Machines\n' } },
    ],
    app: { slug: 'orangery', permissions: appPermissions },
  });
  const token = await hub.forge.mintAppToken({
    ...{ appId: hub.appId, privateKey: hub.appPrivateKey, owner: 'garden' },
    ...{ repositories: ['orangery', 'orangery-runner'], permissions: appPermissions },
    seconds: 3600,
  });
  const { signal } = new AbortController();
  const order = { token, apiUrl: hub.url, signal };
  const catalogue = createOctokitGitHub({ ...order, repository: place.catalogue });
  const runner = createOctokitGitHub({ ...order, repository: place.runner });
  const organisation = createOctokitOrganisation({ ...order, repository: place.catalogue });
  const bot = await catalogue.findAccount('orangery[bot]');
  if (bot === null) throw new Error('no account of the App');
  const log: string[] = [];
  /** What is not about merging does without a review and a check. */
  const changeMain = async (changed: Readonly<Record<string, string>>) => {
    const kept = await organisation.listRulesets(place.catalogue);
    const checked = kept.find(({ name }) => name === 'main is checked');
    const set = async (isActive: boolean): Promise<void> => {
      if (checked) await organisation.setRuleset(place.catalogue, { ...checked, isActive });
    };
    await set(false);
    const before = (await catalogue.getBranch('main')) ?? '';
    const after = await catalogue.createCommit({ parent: before, message: 'x', files: changed });
    await catalogue.moveBranch('main', after);
    await set(true);
    return { before, after };
  };
  const control = {
    ...{ catalogue, runner, bot, clock: realClock(signal) },
    log: (line: string) => void log.push(line),
  };
  return {
    ...{ hub, organisation, log },
    world: (event) => ({ control, organisation, place, event }),
    changeMain,
    changeRules: async (text) => {
      const sender = { id: hub.idOf('root'), login: 'root' };
      const commits = await changeMain({ '.github/access.yml': text });
      return { name: 'push', run: 1, payload: { ...commits, sender } };
    },
  };
}

export { rules };
