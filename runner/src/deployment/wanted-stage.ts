import { parseMemory } from './parse-memory.ts';
import type { ApiKey, Batching, Deployment, ModuleReference, Settings } from '@orangery/schemas';

export type StageName = 'staging' | 'production';

/** Where a module is taken from: a commit of this repository, or the result of a training on this machine. */
export type Source = { readonly commit: string } | { readonly receipt: string };

/** One version of a module. */
export interface Version {
  readonly module: ModuleReference;
  readonly source: Source;
}

/** What one copy gets of its machine. */
export interface Resources {
  /** Processors; a fraction is a share of their time. */
  readonly cpu: number;
  readonly memoryBytes: number;
  /** Whole GPUs. */
  readonly gpu: number;
}

/** A stage of a deployment as its file wants it. */
export interface WantedStage extends Version {
  /** Name of the file in `deployments/`, without `.yml`. */
  readonly deployment: string;
  readonly stage: StageName;
  /** GitHub user name of the owner. */
  readonly owner: string;
  readonly replicas: number;
  readonly resources: Resources;
  readonly batching?: Batching;
  /** Of a tool. */
  readonly settings?: Settings;
  /** A second version with a share of the requests. */
  readonly canary?: Version & { readonly percent: number };
  /** Host name of its own. */
  readonly domain?: string;
  /** Who may call; null where the file does not say. */
  readonly callers: 'everybody' | readonly ApiKey[] | null;
}

/** Of what the file does not say. */
const defaults = { replicas: 1, cpu: 1, memoryBytes: 1024 ** 3, gpu: 0 };

/**
 * The stages of a deployment's file, production first.
 * @param name of the file without `.yml`
 */
export function wantedStages(name: string, file: Deployment): readonly WantedStage[] {
  const { owner, domain, stages } = file;
  const callers = file.open === true ? 'everybody' : (file.keys ?? null);
  return (['production', 'staging'] as const).flatMap((stage) => {
    const runs = stages[stage];
    if (runs === undefined) return [];
    const { replicas = defaults.replicas, batching, settings, canary } = runs;
    return {
      ...{ deployment: name, stage, owner: owner.login, callers, replicas },
      ...versionOf(runs),
      resources: {
        cpu: runs.cpu ?? defaults.cpu,
        memoryBytes: runs.memory === undefined ? defaults.memoryBytes : parseMemory(runs.memory),
        gpu: runs.gpu ?? defaults.gpu,
      },
      ...(batching !== undefined && { batching }),
      ...(settings !== undefined && { settings }),
      ...(canary !== undefined && { canary: { ...versionOf(canary), percent: canary.percent } }),
      ...(domain !== undefined && { domain }),
    };
  });
}

/** `leaf-classifier@1.0.0` at a commit, or of a receipt. */
function versionOf(runs: {
  readonly module: string;
  readonly commit?: string;
  readonly receipt?: string;
}): Version {
  const [id = '', version = ''] = runs.module.split('@');
  const source = runs.commit === undefined ? { receipt: runs.receipt! } : { commit: runs.commit };
  return { module: { id, version }, source };
}
