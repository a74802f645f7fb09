import util from 'node:util';
import { expect, it } from 'vitest';
import { shimNodeUtil } from '../../../../runner/src/compute/backends/node-util-shim.ts';

it('gives back what tfjs-node calls and Node has removed', () => {
  const found = (name: string): unknown => Reflect.get(util, name);
  shimNodeUtil();
  const isNullOrUndefined = found('isNullOrUndefined') as (value: unknown) => boolean;
  expect([null, undefined, 0, '', false].map(isNullOrUndefined)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(found('isArray')).toBe(Array.isArray);
});
