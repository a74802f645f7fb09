import { describe, expect, it } from 'vitest';
import { findLabels, splitLabels } from '../../../../runner/src/scaffold/onnx/find-labels.ts';
import type { GraphFacts } from '../../../../runner/src/scaffold/onnx/graph-facts.ts';

describe('names of classes are read', () => {
  it.each<readonly [string, string, readonly string[] | undefined]>([
    ['with commas', 'cat, dog ,bird', ['cat', 'dog', 'bird']],
    ['a line each', 'cat\r\ndog\n\n', ['cat', 'dog']],
    ['as a list of JSON', '["cat", "a, b"]', ['cat', 'a, b']],
    ['as a dictionary of Python', "{0: 'cat', 1: 'dog'}", ['cat', 'dog']],
    ['as a dictionary in another order', '{"1": "dog", "0": "cat"}', ['cat', 'dog']],
    ['not of a dictionary without places', '{"cat": 3}', undefined],
    ['not of nothing', ' ', undefined],
    ['not of broken text', '[cat, ', undefined],
  ])('%s', (_, text, names) => {
    expect(splitLabels(text)).toEqual(names);
  });
});

describe('names of classes are found', () => {
  const facts = (found: Partial<GraphFacts>): GraphFacts => ({
    ...{ opsets: {}, metadata: {}, classLists: [], nodes: [] },
    ...found,
  });

  it('in metadata before the graph, where there are as many', () => {
    const both = facts({
      metadata: { names: 'cat,dog' },
      classLists: [
        ['0', '1'],
        ['a', 'b', 'c'],
      ],
    });
    expect(findLabels(both, 2)).toEqual({ labels: ['cat', 'dog'], from: 'its metadata, names' });
    expect(findLabels(both, 3)).toEqual({ labels: ['a', 'b', 'c'], from: 'the graph' });
    expect(findLabels(both, 4)).toBeUndefined();
  });

  it('under no other word, and not when a name is there twice', () => {
    expect(
      findLabels(facts({ metadata: { author: 'Ada,Bob', labels: 'a,a' } }), 2),
    ).toBeUndefined();
  });
});

it('takes no names from lists of something else', () => {
  expect(splitLabels('[{"toString": 1}, 2, 3]')).toBeUndefined();
  expect(splitLabels('{"0": ["a"], "1": "b"}')).toBeUndefined();
});
