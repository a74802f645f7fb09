import { Failure, formatProblem, type Deployment } from '@orangery/schemas';
import { checkRecord } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import type { StageId } from '../reconcile/slots.ts';
import { wantedStages, type WantedStage } from '../wanted-stage.ts';
import { git, gitSays, type GitOptions } from './git.ts';

/** What a commit wants, and who wanted it. */
export interface WantedAt {
  readonly stages: readonly (WantedStage & { readonly actor: string })[];
  /** Stages that are left as they are, and why. */
  readonly refused: readonly RefusedStage[];
}

export interface RefusedStage {
  readonly deployment: string;
  /** All of the file when absent. */
  readonly stage?: StageId['stage'];
  readonly failure: Failure;
}

/**
 * All that the files in `deployments/` want at a commit. A file that cannot be understood, and a stage whose
 * module is not of this branch, are told and left alone: they end nothing.
 */
export async function readWanted(commit: string, options: GitOptions): Promise<WantedAt> {
  const listed = await git(['ls-tree', '--name-only', commit, 'deployments/'], options);
  const files = listed
    .split('\n')
    .filter((path) => /^deployments\/[a-z0-9][a-z0-9-]*\.yml$/.test(path));
  const stages: WantedAt['stages'][number][] = [];
  const refused: RefusedStage[] = [];
  for (const file of files) {
    const name = file.slice('deployments/'.length, -'.yml'.length);
    const read = await readFile(file, commit, options);
    if (read instanceof Failure) {
      refused.push({ deployment: name, failure: read });
      continue;
    }
    const actor = await git(['log', '-1', '--format=%an', commit, '--', file], options);
    for (const stage of wantedStages(name, read)) {
      const failure = await isOnBranch(stage, commit, options);
      if (failure === undefined) stages.push({ ...stage, actor: actor.slice(0, 100) || 'unknown' });
      else refused.push({ deployment: name, stage: stage.stage, failure });
    }
  }
  return { stages, refused };
}

async function readFile(
  file: string,
  commit: string,
  options: GitOptions,
): Promise<Deployment | Failure> {
  const text = await git(['show', `${commit}:${file}`], options);
  try {
    const yaml = parseYaml(text, file);
    const checked = checkRecord('deployment', yaml.value);
    if (checked.kind === 'valid') return checked.value;
    const problems = checked.problems.map((problem) => yaml.locate(problem));
    return new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** A commit of some pull request is not deployed. */
async function isOnBranch(
  { deployment, stage, source, canary }: WantedStage,
  commit: string,
  options: GitOptions,
): Promise<Failure | undefined> {
  const sources = [source, ...(canary === undefined ? [] : [canary.source])];
  for (const one of sources) {
    if (!('commit' in one)) {
      return new Failure(
        'DEPLOYMENT_REFUSED',
        `deployments/${deployment}.yml: ${stage}: expected a commit, found a training result`,
        { hint: 'Contribute it as a module first; results are deployed by hand.' },
      );
    }
    if (await gitSays(['merge-base', '--is-ancestor', one.commit, commit], options)) continue;
    return new Failure(
      'DEPLOYMENT_REFUSED',
      `deployments/${deployment}.yml: ${stage}: expected a commit of this branch, found ${one.commit.slice(0, 12)}`,
      { hint: 'Name the commit that the version was merged with.' },
    );
  }
  return undefined;
}
