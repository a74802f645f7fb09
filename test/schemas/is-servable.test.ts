import { isServable, type ModuleFrontMatter } from '@orangery/schemas';
import { expect, it } from 'vitest';

const artifact = { sha256: '0'.repeat(64), bytes: 1 };

it.each<[string, Pick<ModuleFrontMatter, 'runtime' | 'artifact'>, boolean]>([
  ['weights', { runtime: 'tfjs', artifact }, true],
  ['a graph', { runtime: 'onnx', artifact }, true],
  ['a pipeline, whose steps have the weights', { runtime: 'pipeline' }, true],
  ['nothing that was trained', { runtime: 'tfjs' }, false],
  ['a container', { runtime: 'container' }, false],
  ['a container with weights', { runtime: 'container', artifact }, false],
])('with %s', (_, frontMatter, expected) => {
  expect(isServable(frontMatter)).toBe(expected);
});
