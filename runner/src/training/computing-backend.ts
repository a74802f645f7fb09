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
}: Pick<TrainingOrder, 'module' | 'code' | 'backend'>): BackendName | 'auto' {
  if (module.frontMatter.recipe !== undefined) return backend;
  return backendOfCode({ ...(backend !== 'auto' && { backend }), ...code });
}
