import type { PipelineTopology } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import {
  topologyGraph,
  topologyNodeSize,
  type TopologyGraph,
} from '../../../marketplace/src/catalogue/topology-graph.ts';

const step = (id: string, title: string, hasPage = true) => ({
  id,
  title,
  version: '2.0.0',
  hasPage,
});

function draw(pipeline: PipelineTopology): TopologyGraph {
  const steps = [step('sorter', 'Letter sorter'), step('writer', 'Reply writer', false)];
  return topologyGraph({ pipeline, steps, inputs: ['text'], outputs: ['reply', 'mood'] });
}

const words = ({ nodes }: TopologyGraph) => nodes.map(({ title, note }) => `${title}: ${note}`);

describe('the drawing of a pipeline', () => {
  it('stands in a row where each step hears the one before, and says what goes where', () => {
    const drawing = draw({
      topology: 'sequence',
      steps: [
        { name: 'sort', module: 'sorter', version: '1.0.0' },
        {
          module: 'writer',
          inputs: { office: 'sort.label', letter: '$input.text', text: '$input.text' },
        },
        { module: 'writer', name: 'again' },
      ],
    });
    expect(words(drawing)).toEqual([
      'What it is given: text',
      'Letter sorter: 1.0.0, as sort',
      'Reply writer: ',
      'Reply writer: as again',
      'The last answer: reply, mood',
    ]);
    expect(drawing.labels.map(({ text }) => text)).toEqual([
      'label → office',
      'given text → letter',
      'given text',
      'by their names',
    ]);
    expect(drawing.arrows).toHaveLength(4);
    expect(drawing.nodes.map(({ leadsTo }) => leadsTo)).toEqual([
      ...[undefined, 'sorter', undefined, undefined, undefined],
    ]);
  });

  it.each<readonly [string, PipelineTopology, string]>([
    ['parallel', { topology: 'parallel', steps: [] }, 'All answers'],
    ['a mean', { topology: 'ensemble', steps: [] }, 'The mean'],
    ['a vote', { topology: 'ensemble', combine: 'vote', steps: [] }, 'What most say'],
  ])('hangs steps side by side on two lines: %s', (_, pipeline, answer) => {
    const steps = [{ module: 'sorter' }, { module: 'writer', weight: 2 }];
    const drawing = draw({ ...pipeline, steps });
    expect(words(drawing).slice(1)).toEqual([
      'Letter sorter: ',
      'Reply writer: counts 2',
      `${answer}: reply, mood`,
    ]);
    expect(drawing.arrows).toHaveLength(4);
  });

  it('holds twenty steps one below the other, none over another', () => {
    const steps = Array.from({ length: 20 }, (_, index) => ({
      module: 'sorter',
      name: `s${index}`,
    }));
    for (const topology of ['sequence', 'parallel'] as const) {
      const { nodes, height, width } = draw({ topology, steps });
      for (const [index, node] of nodes.entries()) {
        const next = nodes[index + 1]?.y ?? height;
        expect(node.y + topologyNodeSize.height).toBeLessThanOrEqual(next);
        expect(node.x + topologyNodeSize.width).toBeLessThan(width);
      }
    }
  });

  it('says of many inputs how many more there are', () => {
    const inputs = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, `sorter.${name}`]));
    const steps = [{ module: 'sorter' }, { module: 'writer', inputs }];
    const { labels } = draw({ topology: 'sequence', steps });
    expect(labels.map(({ text }) => text)).toEqual(['a → a', 'b → b', 'and 2 more']);
  });
});
