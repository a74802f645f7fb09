import type { World } from '../world.ts';
import { orderProblems } from './order-problems.ts';
import { linesTruth, underwayOrder } from './truth.ts';

/** What is wrong with the decisions that a commit of the records adds: nothing may be called allowed that is not. */
export function judgeDecisions(world: World, commit: string): string[] {
  const before = linesTruth(world).length;
  return linesTruth(world, commit)
    .slice(before)
    .filter(({ schema, isAllowed }) => schema === 'decision/1' && isAllowed === true)
    .flatMap(({ source = '', verb }) => {
      const order = underwayOrder(world, source);
      if (order === null || order.meant.verb !== verb) {
        return [`${verb} was allowed, which nobody asked for`];
      }
      return orderProblems(world, order).map((problem) => `${verb} was allowed, but ${problem}`);
    });
}
