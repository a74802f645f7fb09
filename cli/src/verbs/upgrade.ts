import { join, relative, resolve } from 'node:path';
import { findRoot } from '@orangery/schemas/files';
import { git, needRepository, uncommitted, type GitPlace } from '../adoption/git.ts';
import { findUpstream } from '../adoption/upgrade/find-upstream.ts';
import { keepBranch } from '../adoption/upgrade/keep-branch.ts';
import { makeUpgrade, type Upgrade } from '../adoption/upgrade/make-upgrade.ts';
import { findCatalogue, proposeUpgrade } from '../adoption/upgrade/propose-upgrade.ts';
import { sayUpgrade } from '../adoption/upgrade/say-upgrade.ts';
import { counted } from '../counted.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface UpgradeOptions {
  readonly from?: string;
  readonly base?: string;
  readonly remote: string;
  readonly keep?: readonly string[];
  readonly take?: readonly string[];
  readonly resolved?: string;
  readonly withProblems?: true;
  readonly unchecked?: true;
  readonly dryRun?: true;
  readonly pullRequest: boolean;
}

export const upgradeVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery upgrade v0.2.0 --from https://git.example.org/orangery/orangery --dry-run',
    'orangery upgrade v0.2.0 --take actions/dist/shared.js --keep README.md',
    'orangery upgrade v0.2.0 --resolved out/upgrade-v0.2.0 --no-pull-request',
  ])
    .option('--from <address>', 'Git repository or remote of new versions (default: upstream)')
    .option('--base <tag>', 'version that this marketplace was made of (default: found)')
    .option('--keep <file...>', 'of files that both have changed: stay as they are here')
    .option('--take <file...>', 'of files that both have changed: become as they are there')
    .option('--resolved <folder>', 'where files that both have changed are mended by hand')
    .option('--with-problems', 'make the branch although the new version finds mistakes')
    .option('--unchecked', 'make the branch without running the new version')
    .option('--remote <name>', 'remote that the branch is pushed to', 'origin')
    .option('--no-pull-request', 'leave the branch here: neither push it nor open a pull request')
    .option('--dry-run', 'make no branch, and show what would change')
    .action(async (tag: string, options: UpgradeOptions) => upgrade(tag, options, context));
};

async function upgrade(tag: string, options: UpgradeOptions, context: Context): Promise<void> {
  const root = await findRoot(context.cwd);
  const place: GitPlace = { folder: root, context };
  await needRepository(place);
  const { keep = [], take = [], resolved, withProblems, unchecked } = options;
  const made = await makeUpgrade(
    {
      ...{ root, tag, base: options.base, keep, take },
      link: await findUpstream(place, options.from),
      resolved: resolved === undefined ? undefined : resolve(context.cwd, resolved),
      checks: unchecked === true ? 'none' : withProblems === true ? 'told' : 'strict',
      mendFolder: relative(context.cwd, join(root, 'out', `upgrade-${tag}`)),
      isDry: options.dryRun === true,
    },
    context,
  );
  await finish(tag, made, options, context, place);
}

async function finish(
  tag: string,
  made: Upgrade,
  options: UpgradeOptions,
  context: Context,
  place: GitPlace,
): Promise<void> {
  const { terminal } = context;
  const said = sayUpgrade(tag, made);
  const record = recordOf(tag, made);
  if (made.commit === null) {
    terminal.print(`This marketplace is at ${tag} already.`);
    return terminal.record({ ...record, status: 'current' });
  }
  terminal.print(said.text);
  await noteUncommitted(place, context);
  if (options.dryRun === true) {
    terminal.print('\nNothing was written.');
    return terminal.record({ ...record, status: 'planned' });
  }
  const branch = `orangery/upgrade-${tag}`;
  const { kind, commit } = await keepBranch(place, branch, { ...made, commit: made.commit });
  terminal.print(
    `\n${kind === 'same' ? 'It is on the branch already:' : 'It is on the branch'} ${terminal.colors.bold(branch)}`,
  );
  const github = options.pullRequest ? await findCatalogue(place.folder, context) : null;
  if (github !== null) await noteBranch(place, context);
  if (github === null) {
    terminal.print(`Look at it: git diff HEAD ${branch}`);
    terminal.print(`Then take it: git merge ${branch}, and npm ci`);
    return terminal.record({ ...record, commit, branch, status: kind });
  }
  const title = `Upgrade to Orangery ${made.to}`;
  const proposal = { branch, commit, title, body: said.body };
  const pullRequest = await proposeUpgrade(place, options.remote, github, proposal);
  terminal.print(`Pull request #${pullRequest} of ${github.repository}`);
  terminal.record({ ...record, commit, branch, pullRequest, status: kind });
}

/** The branch is made of the last commit: what is in none is not in it, and is not touched. */
async function noteUncommitted(place: GitPlace, { terminal }: Context): Promise<void> {
  const changed = await uncommitted(place);
  if (changed.length === 0) return;
  terminal.note(`${counted(changed.length, 'file')} that you have not committed stay as they are.`);
}

/** A pull request goes to main: what else this branch holds would be in it. */
async function noteBranch(place: GitPlace, { terminal }: Context): Promise<void> {
  const branch = (await git(place, 'rev-parse', '--abbrev-ref', 'HEAD')).trim();
  if (branch === 'main') return;
  terminal.note(`It is made of ${branch}, and the pull request goes to main.`);
}

function recordOf(tag: string, { from, to, merged, judged }: Upgrade): object {
  const { migrated, modules, problems } = judged;
  return { tag, from, to, kept: merged.kept, migrated, modules, problems };
}
