import type { BackendName } from '@orangery/schemas';
import { backendOfCode } from '../custom/code-options.ts';
import type { TrainingOrder } from './training-order.ts';

/**
 * What a training computes on, as far as it is settled: code of the module's own has a process that
 * is started before any backend could be compared, on one that its wall lets in.
 */
export function computingBackend({
  module,
  code,
  backend,
  world,
}: Pick<TrainingOrder, 'module' | 'code' | 'backend' | 'world'>): BackendName | 'auto' {
  if (module.frontMatter.recipe !== undefined) return backend;
  const name = backendOfCode({ ...(backend !== 'auto' && { backend }), ...code });
  if (backend !== 'auto' && name !== backend) {
    world.logger.warn(
      `The module's own code computes on ${name}, not ${backend}: behind its wall no native code is let in; --trust-code lifts the wall`,
    );
  }
  return name;
}
