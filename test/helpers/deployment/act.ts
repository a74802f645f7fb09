import { join } from 'node:path';
import { gitJournal, runAgent } from '@orangery/runner/deployment';
import { openDeployer } from '../../../cli/src/deployment/open-deployer.ts';
import { readDeployment } from '../../../cli/src/deployment/read-deployment.ts';
import { createTerminal } from '../../../cli/src/terminal.ts';
import type { Context } from '../../../cli/src/verb.ts';
import { switchStage } from '../../../runner/src/deployment/switch/switch-stage.ts';
import type { Deployer, StageOutcome } from '../../../runner/src/deployment/switch/switch-order.ts';
import { deploy, rollback, stop } from '../../../runner/src/deployment/verbs/deploy.ts';
import { wantedStages } from '../../../runner/src/deployment/wanted-stage.ts';

/** What is done: a verb of the command line, or a look of the agent; `look` is one without its git. */
export type Act = 'deploy' | 'stop' | 'rollback' | 'look' | 'agent';

export interface ActOptions {
  /** Of the deployment. */
  readonly name: string;
  readonly act: Act;
  /** A clone. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onMoment?: (moment: string) => void;
}

/** Acts on a deployment as the command line does, in this process, and tells of each moment. */
export async function act(options: ActOptions): Promise<readonly StageOutcome[]> {
  const { name, cwd, env, onMoment } = options;
  const terminal = { ...createTerminal(process), note: () => {} };
  const context: Context = { cwd, env, terminal, signal: new AbortController().signal };
  const opened = await openDeployer({}, context);
  const deployer = { ...opened, ...(onMoment !== undefined && { onMoment }) };
  if (options.act === 'agent') return lookAtBranch(deployer);
  const file = await readDeployment(name, context);
  const order = { name, file, actor: 'Ada' };
  if (options.act !== 'look') return { deploy, stop, rollback }[options.act](order, deployer);
  const outcomes: StageOutcome[] = [];
  for (const wanted of wantedStages(name, file)) {
    const { deployment, stage, owner } = wanted;
    const ofStage = { deployment, stage, owner, wanted, actor: 'Ada' };
    outcomes.push(await switchStage({ ...ofStage, act: 'deploy', isRetried: false }, deployer));
  }
  return outcomes;
}

async function lookAtBranch(deployer: Deployer): Promise<readonly StageOutcome[]> {
  const { folders, world } = deployer;
  const git = { repository: folders.repository, world, remote: 'origin' };
  const spool = join(folders.state, 'deployments', 'spool', 'records.ndjson');
  const journal = gitJournal({ ...git, spool });
  const outcomes: StageOutcome[] = [];
  await runAgent({
    deployer: { ...deployer, journal },
    follow: { ...git, branch: 'main', signers: { kind: 'none' } },
    ...{ journal, isOnce: true },
    onLook: (look) => {
      outcomes.push(...look.outcomes);
      if (look.problems.length > 0) throw new Error(look.problems.join('\n'));
    },
  });
  return outcomes;
}
