import type { World } from '../world.ts';
import { childOf, gpusMeant, minutesMeant } from './machine-problems.ts';
import { orderProblems } from './order-problems.ts';
import { textAt, underwayOrder } from './truth.ts';

/** What is wrong with sending a job to the machines now; remembers that it was sent. */
export function judgeDispatch(
  world: World,
  workflow: string,
  inputs: Readonly<Record<string, string>>,
): string[] {
  const { job = '' } = inputs;
  const order = underwayOrder(world, job);
  const meant = order?.meant;
  if (order === null || (meant?.verb !== 'retrain' && meant?.verb !== 'benchmark')) {
    return [`${workflow} was sent, which nobody asked for`];
  }
  const problems = orderProblems(world, order).map((problem) => `${job} was sent, but ${problem}`);
  if (world.garden.runner.runs.some(({ title }) => title === job)) {
    problems.push(`${job} was sent twice`);
  }
  if (meant.verb === 'benchmark' && inputs['module'] !== meant.module) {
    problems.push(`${job} was sent for another module`);
  }
  if (meant.verb === 'retrain') {
    const child = childOf(order, meant);
    const head = inputs['head'] ?? '';
    const request = textAt(world, `modules/${child}/training/${job}.yml`, head) ?? '';
    const hours = Number(/TIME_HOURS: ([\d.]+)/.exec(request)?.[1]);
    if (hours !== meant.hours || !request.includes(`id: ${meant.module}`)) {
      problems.push(`${job} was sent for another request`);
    }
  }
  const { forge } = world.garden;
  const minutes = minutesMeant(meant);
  const { authorId: askerId } = order;
  const gpus = gpusMeant(meant);
  world.sent.set(job, { askerId, verb: meant.verb, gpus, minutes, at: forge.now });
  return problems;
}
