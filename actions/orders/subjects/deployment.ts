import type { Stage as StageRecord } from '@orangery/schemas';
import { patchYamlText, type YamlChange } from '@orangery/schemas/files';
import { yamlText } from '@orangery/schemas';
import type { DeploymentOrder, Stage } from '../../commands/order.ts';
import type { GitHub } from '../../github/github.ts';
import { readBaseModule } from '../base-module.ts';
import type { Asking } from '../prepare.ts';
import type { Prepared } from '../prepared.ts';
import { deploymentPath, readDeployment, type DeploymentFile } from './deployment-file.ts';

/** What an order makes of a deployment's file: its changes, or why they cannot be. */
type Planned =
  | { readonly kind: 'new'; readonly stage: Stage; readonly runs: StageRecord }
  | { readonly kind: 'changes'; readonly changes: readonly YamlChange[] }
  | { readonly kind: 'removal' }
  | { readonly kind: 'problem'; readonly because: string };

/** @throws Failure FILE_INVALID, GITHUB_FAILED */
export async function prepareDeployment(order: DeploymentOrder, asking: Asking): Promise<Prepared> {
  const { control, base, heard } = asking;
  const { name } = order;
  const file = await readDeployment(control.catalogue, name, base);
  const planned = await plan(order, file, asking);
  const { owner, lock } = file?.deployment ?? {};
  const text = textOf(planned, file, asking, name);
  return {
    subject: () => ({
      kind: 'deployment',
      name,
      ownerId: owner?.id ?? null,
      ...(lock !== undefined && { lockedBy: lock.id }),
      problem: planned.kind === 'problem' ? planned.because : null,
    }),
    work: () => {
      if (planned.kind === 'problem') return null;
      const title = `${titles[order.verb]} ${name}`;
      return {
        kind: 'deployment',
        verb: order.verb,
        name,
        base,
        text,
        title: `${title} (${heard.actor.login})`,
      };
    },
  };
}

const titles: Readonly<Record<DeploymentOrder['verb'], string>> = {
  deploy: 'Deploy',
  stop: 'Stop',
  rollback: 'Roll back',
  promote: 'Promote',
  lock: 'Lock',
  unlock: 'Unlock',
  key: 'Let somebody call',
};

async function plan(
  order: DeploymentOrder,
  file: DeploymentFile | null,
  asking: Asking,
): Promise<Planned> {
  const { control, base, heard } = asking;
  if (order.verb === 'deploy') return planDeploy(order, file, asking);
  if (file === null) return { kind: 'problem', because: `There is no deployment ${order.name}` };
  const { stages } = file.deployment;
  switch (order.verb) {
    case 'stop':
      return planStop(order.stage, file);
    case 'promote':
      if (stages.staging === undefined)
        return { kind: 'problem', because: 'Nothing runs in staging' };
      return {
        kind: 'changes',
        changes: [{ path: ['stages', 'production'], value: stages.staging }],
      };
    case 'rollback':
      return planRollback(control.catalogue, order.stage ?? 'production', {
        name: order.name,
        base,
        file,
      });
    case 'lock': {
      const since = new Date(control.clock.now()).toISOString();
      const { login, id } = heard.actor;
      return { kind: 'changes', changes: [{ path: ['lock'], value: { login, id, since } }] };
    }
    case 'unlock':
      if (file.deployment.lock === undefined)
        return { kind: 'problem', because: 'It is not locked' };
      return { kind: 'changes', changes: [{ path: ['lock'], value: undefined }] };
    case 'key':
      return planKey(order, file, asking);
  }
}

async function planDeploy(
  { module, version, stage }: Extract<DeploymentOrder, { verb: 'deploy' }>,
  file: DeploymentFile | null,
  { control, base }: Asking,
): Promise<Planned> {
  const running = file?.deployment.stages[stage] ?? Object.values(file?.deployment.stages ?? {})[0];
  const id = module ?? running?.module.split('@')[0];
  if (id === undefined) return { kind: 'problem', because: 'It is new: say which module it runs' };
  const found = await readBaseModule(control.catalogue, id, base);
  if (found.kind !== 'module')
    return { kind: 'problem', because: `There is no module ${id} on main` };
  const { version: newest, status, supersededBy } = found.frontMatter;
  if (status === 'retired') {
    const instead = supersededBy === undefined ? '' : `; take ${supersededBy} instead`;
    return { kind: 'problem', because: `The module ${id} is retired${instead}` };
  }
  if (version !== undefined && version !== newest) {
    return { kind: 'problem', because: `main has ${id}@${newest}, not ${version}` };
  }
  // a canary beside the old version, and a training result that it was, go with it
  const { receipt: _, canary: __, ...kept } = file?.deployment.stages[stage] ?? {};
  const runs = { ...kept, module: `${id}@${newest}`, commit: base };
  if (file === null) return { kind: 'new', stage, runs };
  return { kind: 'changes', changes: [{ path: ['stages', stage], value: runs }] };
}

function planStop(stage: Stage | undefined, { deployment }: DeploymentFile): Planned {
  if (stage === undefined) return { kind: 'removal' };
  if (deployment.stages[stage] === undefined) {
    return { kind: 'problem', because: `Nothing runs in ${stage}` };
  }
  if (Object.keys(deployment.stages).length === 1) return { kind: 'removal' };
  return { kind: 'changes', changes: [{ path: ['stages', stage], value: undefined }] };
}

/** What the stage ran before, from the file's history. */
async function planRollback(
  github: GitHub,
  stage: Stage,
  { name, base, file }: { name: string; base: string; file: DeploymentFile },
): Promise<Planned> {
  const now = file.deployment.stages[stage];
  if (now === undefined) return { kind: 'problem', because: `Nothing runs in ${stage}` };
  for (const commit of await github.listCommits(deploymentPath(name))) {
    if (commit === base) continue;
    const before = (await readDeployment(github, name, commit))?.deployment.stages[stage];
    if (before !== undefined && before.module !== now.module) {
      return { kind: 'changes', changes: [{ path: ['stages', stage], value: before }] };
    }
  }
  return { kind: 'problem', because: `Nothing else ran in ${stage} before` };
}

function planKey(
  { consumer, sha256, expires }: Extract<DeploymentOrder, { verb: 'key' }>,
  { deployment }: DeploymentFile,
  { heard, control }: Asking,
): Planned {
  const keys = deployment.keys ?? [];
  if (keys.some((key) => key.sha256 === sha256)) {
    return { kind: 'problem', because: 'This key is there already' };
  }
  const key = {
    ...{ id: sha256.slice(0, 8), sha256, consumer },
    ...{ issuer: heard.actor.login, issuerId: heard.actor.id },
    created: new Date(control.clock.now()).toISOString(),
    ...(expires !== undefined && { expires }),
  };
  return { kind: 'changes', changes: [{ path: ['keys'], value: [...keys, key] }] };
}

/** The file's new text; null when it goes. */
function textOf(
  planned: Planned,
  file: DeploymentFile | null,
  { heard }: Asking,
  name: string,
): string | null {
  if (planned.kind === 'new') {
    const { login, id } = heard.actor;
    const stages = { [planned.stage]: planned.runs };
    return yamlText({ schema: 'deployment/1', owner: { login, id }, stages });
  }
  if (planned.kind !== 'changes' || file === null) return null;
  return patchYamlText(file.text, planned.changes, deploymentPath(name));
}
