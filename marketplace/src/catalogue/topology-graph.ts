import { stepName, type PipelineTopology } from '@orangery/schemas';
import type { Relative } from './relatives.ts';

/** What is given, a step, or what is answered. */
export interface TopologyNode {
  readonly kind: 'given' | 'step' | 'answer';
  readonly title: string;
  readonly note: string;
  /** Id of the module whose page it leads to. */
  readonly leadsTo: string | undefined;
  readonly x: number;
  readonly y: number;
}

/** Words beside an arrow. */
export interface TopologyLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface TopologyGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly TopologyNode[];
  /** `d` of a path each, that ends with an arrow. */
  readonly arrows: readonly string[];
  readonly labels: readonly TopologyLabel[];
}

/** As narrow as the narrowest screen. */
const width = 300;
export const topologyNodeSize = { width: 220, height: 44 } as const;
const left = (width - topologyNodeSize.width) / 2;
/** Lines that all steps hang on. */
const bus = { given: 10, answer: width - 10 } as const;
const gap = 16;
const lineHeight = 16;
const mostLines = 3;

export interface DrawnPipeline {
  readonly pipeline: PipelineTopology;
  /** The modules that are named, in any order. */
  readonly steps: readonly Relative[];
  /** Names of what is given and answered, where the module says them. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** From what is given over the steps to the answer, from top to bottom. */
export function topologyGraph(drawn: DrawnPipeline): TopologyGraph {
  return drawn.pipeline.topology === 'sequence' ? drawSequence(drawn) : drawSideBySide(drawn);
}

function drawSequence(drawn: DrawnPipeline): TopologyGraph {
  const { steps } = drawn.pipeline;
  const nodes: TopologyNode[] = [givenNode(drawn)];
  const arrows: string[] = [];
  const labels: TopologyLabel[] = [];
  const middle = width / 2;
  for (const [index, step] of steps.entries()) {
    const from = nodes.at(-1)!.y + topologyNodeSize.height;
    const lines = index === 0 ? [] : passed(step.inputs, stepName(steps[index - 1]!));
    const down = gap + Math.max(1, lines.length) * lineHeight;
    nodes.push(stepNode(drawn, index, from + down));
    arrows.push(`M${middle} ${from}V${from + down}`);
    labels.push(
      ...lines.map((text, line) => ({ text, x: middle + 12, y: from + 18 + line * lineHeight })),
    );
  }
  const from = nodes.at(-1)!.y + topologyNodeSize.height;
  nodes.push(answerNode(drawn, from + gap + lineHeight));
  arrows.push(`M${middle} ${from}v${gap + lineHeight}`);
  return { width, height: nodes.at(-1)!.y + topologyNodeSize.height, nodes, arrows, labels };
}

/** What a step of a sequence is given otherwise than by its name; of the step before it goes without saying. */
function passed(inputs: Readonly<Record<string, string>> = {}, before: string): readonly string[] {
  const lines = Object.entries(inputs).map(([name, from]) => {
    const short = from.startsWith(`${before}.`) ? from.slice(before.length + 1) : from;
    return from === `$input.${name}`
      ? `given ${name}`
      : `${short.replace('$input.', 'given ')} → ${name}`;
  });
  if (lines.length <= mostLines) return lines.length === 0 ? ['by their names'] : lines;
  return [...lines.slice(0, mostLines - 1), `and ${lines.length - mostLines + 1} more`];
}

/** One line brings what is given to every step, another takes what they say. */
function drawSideBySide(drawn: DrawnPipeline): TopologyGraph {
  const { steps } = drawn.pipeline;
  const given = givenNode(drawn);
  const first = given.y + topologyNodeSize.height + 2 * gap;
  const places = steps.map((_, index) => first + index * (topologyNodeSize.height + gap));
  const half = topologyNodeSize.height / 2;
  const answer = answerNode(drawn, places.at(-1)! + topologyNodeSize.height + 2 * gap);
  const arrows = places.flatMap((y) => [
    `M${left} ${given.y + half}H${bus.given}V${y + half}H${left}`,
    `M${left + topologyNodeSize.width} ${y + half}H${bus.answer}V${answer.y + half}H${left + topologyNodeSize.width}`,
  ]);
  const nodes = [given, ...places.map((y, index) => stepNode(drawn, index, y)), answer];
  return { width, height: answer.y + topologyNodeSize.height, nodes, arrows, labels: [] };
}

function givenNode({ inputs }: DrawnPipeline): TopologyNode {
  const note = inputs.length === 0 ? 'as its first step takes it' : listed(inputs);
  return { kind: 'given', title: 'What it is given', note, leadsTo: undefined, x: left, y: 0 };
}

function answerNode({ pipeline, outputs }: DrawnPipeline, y: number): TopologyNode {
  const { topology, combine = 'mean' } = pipeline;
  const title = {
    sequence: 'The last answer',
    parallel: 'All answers',
    ensemble: combine === 'vote' ? 'What most say' : 'The mean',
  }[topology];
  const note = outputs.length === 0 ? 'as its steps give it' : listed(outputs);
  return { kind: 'answer', title, note, leadsTo: undefined, x: left, y };
}

function stepNode({ pipeline, steps }: DrawnPipeline, index: number, y: number): TopologyNode {
  const step = pipeline.steps[index]!;
  const module = steps.find(({ id }) => id === step.module);
  const facts = [
    ...(step.version === undefined ? [] : [step.version]),
    ...(step.name === undefined ? [] : [`as ${stepName(step)}`]),
    ...(step.weight === undefined ? [] : [`counts ${step.weight}`]),
  ];
  return {
    ...{ kind: 'step', title: module?.title ?? step.module, note: facts.join(', ') },
    ...{ leadsTo: module?.hasPage === true ? module.id : undefined, x: left, y },
  };
}

function listed(names: readonly string[]): string {
  return names.join(', ');
}
