import type { Order } from '../../commands/order.ts';
import { readBaseModule } from '../base-module.ts';
import type { Asking } from '../prepare.ts';
import type { Prepared } from '../prepared.ts';
import { timeOf } from './training.ts';

/** A benchmark has a time limit of its own, and is reserved whole. */
const mostMinutes = 30;

/** @throws Failure GITHUB_FAILED */
export async function prepareBenchmark(
  { module }: Extract<Order, { verb: 'benchmark' }>,
  asking: Asking,
): Promise<Prepared> {
  const { control, base, heard } = asking;
  const found = await readBaseModule(control.catalogue, module, base);
  const job = `benchmark-${module}-${heard.source}`;
  const version = found.kind === 'module' ? found.frontMatter.version : '0.0.0';
  return {
    subject: (log) => ({
      kind: 'benchmark',
      module,
      moduleProblem: found.kind === 'module' ? null : `There is no valid module ${module} on main`,
      time: timeOf(log, asking, mostMinutes, job),
    }),
    work: () => ({
      ...{ kind: 'benchmark', job, base, minutes: mostMinutes },
      module: { id: module, version },
    }),
  };
}
