import { join, resolve } from 'node:path';
import { gitJournal, runAgent, type AgentLook, type Signers } from '@orangery/runner/deployment';
import { Failure, toFailure } from '@orangery/schemas';
import { positiveNumber } from '../options.ts';
import { addPlaceOptions, type PlaceOptions } from '../deployment/deploy-options.ts';
import { openDeployer } from '../deployment/open-deployer.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface AgentOptions extends PlaceOptions {
  readonly every: number;
  readonly once?: boolean;
  readonly remote: string;
  readonly branch: string;
  readonly signers?: string;
  readonly gpg?: boolean;
  readonly unsigned?: boolean;
}

export const agentVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery agent --signers /etc/orangery/signers',
    'orangery agent --gpg --target compose --address https://models.example.org',
    'orangery agent --unsigned --once',
  ]);
  addPlaceOptions(command)
    .option('--every <seconds>', 'between two looks at the branch', positiveNumber(3600), 15)
    .option('--once', 'look once, then end')
    .option('--remote <name>', 'remote of this clone, also its records are pushed to', 'origin')
    .option('--branch <name>', 'branch that is followed', 'main')
    .option('--signers <file>', 'who may sign commits: addresses and SSH keys, a line each')
    .option('--gpg', 'any key of the GnuPG keyring may sign, such as that of GitHub')
    .option('--unsigned', 'signatures are not asked for')
    .action(async (options: AgentOptions) => run(options, context));
};

async function run(options: AgentOptions, context: Context): Promise<void> {
  const signers = signersOf(options, context);
  const opened = await openDeployer(options, context);
  const { folders, world } = opened;
  const git = { repository: folders.repository, world, remote: options.remote };
  const spool = join(folders.state, 'deployments', 'spool', 'records.ndjson');
  const journal = gitJournal({ ...git, spool });
  context.terminal.note(`Following ${options.branch} of ${options.remote}; Ctrl-C ends it.`);
  let last = '';
  let failed: Failure | undefined;
  await runAgent({
    deployer: { ...opened, journal },
    follow: { ...git, branch: options.branch, signers },
    ...{ journal, everySeconds: options.every, isOnce: options.once === true },
    onLook: (look) => {
      const told = tell(look, context, last);
      last = told;
      failed = failureOf(look);
    },
  });
  if (options.once === true && failed !== undefined) throw failed;
}

/** Of the first version that did not come up; what was refused changes nothing. */
function failureOf({ outcomes }: AgentLook): Failure | undefined {
  const failed = outcomes.find(({ kind }) => kind === 'failed');
  return failed?.kind === 'failed' ? toFailure(failed.error) : undefined;
}

function signersOf(
  { signers, gpg, unsigned }: AgentOptions,
  { cwd }: Pick<Context, 'cwd'>,
): Signers {
  const named = [signers !== undefined, gpg === true, unsigned === true].filter(Boolean);
  if (named.length !== 1) {
    throw new Failure(
      'USAGE',
      `Expected one of --signers, --gpg and --unsigned, found ${named.length}`,
      {
        hint: 'Whoever may sign main decides what runs here; --gpg with the key that GitHub signs merges with is usual.',
      },
    );
  }
  if (signers !== undefined) return { kind: 'ssh', file: resolve(cwd, signers) };
  return { kind: gpg === true ? 'gpg' : 'none' };
}

/** What is as it was before is not said again. */
function tell(
  { commit, outcomes, problems }: AgentLook,
  { terminal }: Context,
  last: string,
): string {
  terminal.record({
    ...{ type: 'look', commit, problems },
    stages: outcomes.map(({ kind, state }) => ({ outcome: kind, ...state })),
  });
  const text = [commit ?? 'no commit', ...problems].join('\n');
  if (text === last) return text;
  const { green, yellow } = terminal.colors;
  const place = commit === null ? 'nothing accepted yet' : `at ${commit.slice(0, 12)}`;
  terminal.note(problems.length === 0 ? `${green('✓')} ${place}` : `${yellow('!')} ${place}`);
  for (const problem of problems) terminal.note(`  ${problem}`);
  return text;
}
