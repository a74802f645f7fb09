import { join } from 'node:path';
import type { HostStage } from '@orangery/schemas';
import { basePathOf } from '../../host/host-folders.ts';
import type { StageId } from '../../reconcile/slots.ts';
import { keysPath } from '../../host/stage-keys.ts';

/** What one server is started with; plain, so that it can be sent to its process. */
export interface ServerSpec {
  readonly moduleFolder: string;
  readonly basePath: string;
  /** Absent where anybody may call. */
  readonly keyFile?: string;
  /** Threads or processes that hold the model. */
  readonly workers: number;
  readonly maxBatch?: number;
  readonly maxDelayMs?: number;
  readonly state: string;
  readonly cache: string;
  /** Of the software. */
  readonly version: string;
  /** PATH that programs are found by, such as those of the wall around a module's code. */
  readonly searchPath: string | undefined;
}

export interface SpecContext extends StageId {
  /** Folder of the stage on this host. */
  readonly stageFolder: string;
  readonly state: string;
  readonly cache: string;
  /** Of the software. */
  readonly version: string;
  readonly searchPath: string | undefined;
}

export function serverSpec(
  { run, folder }: HostStage['slots'][number],
  context: SpecContext,
): ServerSpec {
  const { stageFolder, state, cache, version, searchPath } = context;
  const { maxBatch, maxDelayMs } = run.batching ?? {};
  return {
    moduleFolder: join(folder, 'modules', run.module.id),
    basePath: basePathOf(context),
    ...(!run.isOpen && { keyFile: keysPath(stageFolder) }),
    workers: Math.max(1, Math.floor(run.resources.cpu)),
    ...(maxBatch !== undefined && { maxBatch }),
    ...(maxDelayMs !== undefined && { maxDelayMs }),
    ...{ state, cache, version, searchPath },
  };
}
