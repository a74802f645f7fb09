import { Failure, type Deployment, type HostStage } from '@orangery/schemas';
import { isSameVersion, listHostStages, readHostStage, wishOf } from '../host/host-stage.ts';
import type { StageId } from '../reconcile/slots.ts';
import { switchStage } from '../switch/switch-stage.ts';
import type { Deployer, StageOrder, StageOutcome } from '../switch/switch-order.ts';
import { wantedStages, type StageName, type Version, type WantedStage } from '../wanted-stage.ts';

/** A deployment, by its name and file, and who asks. */
export interface DeploymentOrder {
  readonly name: string;
  readonly file: Deployment;
  readonly actor: string;
  /** All stages of the file when absent. */
  readonly stage?: StageName;
  /** What it is called in the records; `deploy` when absent. */
  readonly act?: StageOrder['act'];
}

/**
 * Brings stages to what the file wants, whatever somebody on the host has said before.
 * @throws Failure DEPLOYMENT_UNKNOWN when the file has no such stage, DEPLOYMENT_REFUSED
 */
export async function deploy(
  order: DeploymentOrder,
  deployer: Deployer,
): Promise<readonly StageOutcome[]> {
  const { name, file, stage, actor, act = 'deploy' } = order;
  const wanted = wantedStages(name, file).filter(
    (one) => stage === undefined || one.stage === stage,
  );
  if (wanted.length === 0) throw noStage(order);
  const outcomes: StageOutcome[] = [];
  for (const one of wanted) {
    const remember: StageOrder['remember'] = ({ hold: _, ...rest }) => rest;
    outcomes.push(await switchWanted(one, { act, actor, remember }, deployer));
  }
  return outcomes;
}

/** A deployment that may have lost its file, or a stage of it. */
export type StopOrder = Omit<DeploymentOrder, 'file' | 'act'> & Partial<DeploymentOrder>;

/**
 * Ends stages on this host, and keeps them ended until `deploy`, or until the file wants something else; also those that
 * run here although no file wants them any more.
 * @throws Failure DEPLOYMENT_UNKNOWN when the file has no such stage, and none runs
 */
export async function stop(order: StopOrder, deployer: Deployer): Promise<readonly StageOutcome[]> {
  const { name, file, stage, actor } = order;
  const forgotten = await forgottenStages(order, deployer);
  const isInFile = stage === undefined || file?.stages[stage] !== undefined;
  const isHeld = file !== undefined && (isInFile || forgotten.length === 0);
  const inFile = { name, actor, ...(stage !== undefined && { stage }), act: 'stop' } as const;
  const outcomes = isHeld ? [...(await hold({ ...inFile, file }, deployer, () => undefined))] : [];
  for (const id of forgotten) {
    const { owner = 'unknown' } = await readHostStage(deployer.folders, deployer.targetName, id);
    const ended = { ...id, owner, actor, wanted: null, act: 'stop', isRetried: true } as const;
    outcomes.push(await switchStage(ended, deployer));
  }
  return outcomes;
}

/** Stages of a deployment that have servers here, and no file. */
async function forgottenStages(
  { name, file, stage }: StopOrder,
  { folders, targetName }: Deployer,
): Promise<readonly StageId[]> {
  const found: StageId[] = [];
  for (const id of await listHostStages(folders, targetName)) {
    const isAsked = id.deployment === name && (stage === undefined || id.stage === stage);
    if (!isAsked || file?.stages[id.stage] !== undefined) continue;
    const { slots } = await readHostStage(folders, targetName, id);
    if (slots.length > 0) found.push(id);
  }
  return found;
}

/**
 * Runs what got the requests before, until `deploy`, or until the file wants something else.
 * @throws Failure DEPLOYMENT_UNKNOWN when nothing ran before
 */
export async function rollback(
  order: DeploymentOrder,
  deployer: Deployer,
): Promise<readonly StageOutcome[]> {
  return hold({ ...order, act: 'rollback' }, deployer, versionBefore);
}

async function hold(
  order: DeploymentOrder & Required<Pick<DeploymentOrder, 'act'>>,
  deployer: Deployer,
  choose: (before: HostStage, id: StageId) => Version | undefined,
): Promise<readonly StageOutcome[]> {
  const { name, file, stage, actor, act } = order;
  const wanted = wantedStages(name, file).filter(
    (one) => stage === undefined || one.stage === stage,
  );
  if (wanted.length === 0) throw noStage(order);
  const outcomes: StageOutcome[] = [];
  for (const one of wanted) {
    const at = new Date(deployer.world.now()).toISOString();
    const remember = (before: HostStage): HostStage => {
      const version = choose(before, one);
      const held = { against: wishOf(one), by: actor, at };
      return { ...before, hold: { ...held, ...(version !== undefined && { version }) } };
    };
    outcomes.push(await switchWanted(one, { act, actor, remember }, deployer));
  }
  return outcomes;
}

async function switchWanted(
  wanted: WantedStage,
  asked: Pick<StageOrder, 'act' | 'actor' | 'remember'>,
  deployer: Deployer,
): Promise<StageOutcome> {
  const { deployment, stage, owner } = wanted;
  return switchStage({ deployment, stage, owner, wanted, ...asked, isRetried: true }, deployer);
}

/**
 * The latest version that got the requests and is another one than now; of a way back that somebody who was killed
 * has begun, where it was to lead.
 */
function versionBefore({ history, hold, unrecorded }: HostStage, id: StageId): Version {
  if (unrecorded?.act === 'rollback' && hold?.version !== undefined) return hold.version;
  const now = history.at(-1);
  const before = history.findLast((one) => now !== undefined && !isSameVersion(one, now));
  if (before !== undefined) return before;
  throw new Failure(
    'DEPLOYMENT_UNKNOWN',
    `${id.deployment} ${id.stage}: expected a version that ran here before, found none`,
    {
      hint: `orangery deploy ${id.deployment} --module <id>@<version> --commit <commit> names one.`,
    },
  );
}

function noStage({ name, file, stage }: DeploymentOrder): Failure {
  const known = Object.keys(file.stages).join(', ');
  return new Failure(
    'DEPLOYMENT_UNKNOWN',
    `deployments/${name}.yml: expected stage ${stage ?? 'staging or production'}, found ${known}`,
    {
      hint: `Take one of these, or add it: orangery deploy ${name} --module <id> --stage ${stage ?? 'staging'}`,
    },
  );
}
