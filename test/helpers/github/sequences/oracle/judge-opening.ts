import type { World } from '../world.ts';
import { orderProblems } from './order-problems.ts';
import { isActiveState, linesTruth, underwayOrder } from './truth.ts';

/** What is wrong with opening a pull request of ours from this branch; remembers what a change of a deployment is. */
export function judgeOpening(world: World, branch: string): string[] {
  const { catalogue } = world.garden;
  const told = (problem: string): string =>
    `a pull request of ${branch} was opened, but ${problem}`;
  const child = /^orangery\/retrain\/(.+)$/.exec(branch)?.[1];
  if (child !== undefined) {
    const states = linesTruth(world).filter(({ schema }) => schema === 'job-state/1');
    const state = states.findLast((line) => line.child === child)?.state;
    return isActiveState(state) ? [] : [told('no job of that name waits for it')];
  }
  const order = underwayOrder(world, branch);
  if (order === null) return [told('nobody asked for it')];
  world.made.set(branch, catalogue.branches.get(branch) ?? '');
  return orderProblems(world, order).map(told);
}
