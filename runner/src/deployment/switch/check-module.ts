import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { containerModules } from '../../container/open-containers.ts';
import { isTool, toolPlan } from '../../container/tool/tool-plan.ts';
import { readValidModule } from '../../inference/load-module.ts';
import type { SlotTargetName } from '../host/host-folders.ts';
import type { PreparedSlot } from '../slot-target.ts';

/**
 * Whether a module, once it is exported, can be run by a target at all.
 * @throws Failure DEPLOYMENT_REFUSED; MODULE_IS_TOOL where it is described alone, USAGE for a setting it does not have
 */
export async function checkModule(
  { folder, run, replicas }: Pick<PreparedSlot, 'folder' | 'run'> & { readonly replicas: number },
  target: SlotTargetName,
): Promise<void> {
  const place = join(folder, 'modules', run.module.id);
  const module = await readValidModule(place);
  const refuse = (message: string, hint: string): never => {
    throw new Failure('DEPLOYMENT_REFUSED', `${module.id}: ${message}`, { hint });
  };
  if (isTool(module)) {
    toolPlan(module, run.settings);
    if (replicas > 1) refuse(`a tool has one copy, found ${replicas}`, 'Leave replicas out.');
  } else if (run.settings !== undefined) {
    refuse('expected no settings: it is not a tool', 'Leave settings out of the stage.');
  }
  if (target === 'compose') return;
  const [container] = await containerModules([place]);
  if (container === undefined) return;
  refuse(
    `${container.id === module.id ? 'it' : container.id} runs in a container of its own, which target ${target} does not start`,
    'Take --target compose, on a machine with a container engine.',
  );
}
