import { isTrained } from './describe-module.ts';
import type { ModuleView } from './module-view.ts';

/** One thing that a module may tell. */
export interface Part {
  readonly name: string;
  /** What it counts, beside the others that apply. */
  readonly weight: number;
  /** What to do to have it. */
  readonly remedy: string;
}

export interface Completeness {
  /** 0 to 100, rounded down: only what has everything has 100. */
  readonly percent: number;
  /** What is missing, the weightiest first. */
  readonly missing: readonly Part[];
}

interface Rule extends Part {
  /** Whether it can be asked of such a module; of every one when absent. */
  readonly applies?: (view: ModuleView) => boolean;
  readonly isThere: (view: ModuleView) => boolean;
}

const hasWeights = ({ module }: ModuleView): boolean => module.frontMatter.artifact !== undefined;
const isModel = ({ module }: ModuleView): boolean => module.frontMatter.kind !== 'tool';
const answers = (view: ModuleView): boolean => isModel(view) && isTrained(view.module);
const shortestCard = 200;

/**
 * Weights follow who is harmed when it is missing: 10 and more, somebody who relies on a wrong answer;
 * 5 to 9, somebody who cannot judge or use it; below, somebody who cannot find or credit it. Only what can
 * be asked of a module counts: one without weights has no figures to tell, and a tool answers nothing.
 */
const rules: readonly Rule[] = [
  {
    name: 'figures with intervals',
    weight: 12,
    remedy: 'Retrain it, or run orangery benchmark: both measure on data kept back.',
    applies: hasWeights,
    isThere: ({ evidence }) => Object.keys(evidence.intervals).length > 0,
  },
  {
    name: 'where it fails',
    weight: 10,
    remedy: 'Write limitations into the front matter.',
    isThere: ({ module }) => module.frontMatter.limitations !== undefined,
  },
  {
    name: 'a golden test',
    weight: 10,
    remedy: 'Add golden.json: a few inputs and the answers they must give.',
    applies: answers,
    isThere: ({ module }) => module.golden !== null,
  },
  {
    name: 'what it is meant for',
    weight: 8,
    remedy: 'Write intendedUse into the front matter.',
    isThere: ({ module }) => module.frontMatter.intendedUse !== undefined,
  },
  {
    name: 'a licence',
    weight: 8,
    remedy: 'Name an SPDX licence in place of NOASSERTION.',
    isThere: ({ module }) => module.frontMatter.license !== 'NOASSERTION',
  },
  {
    name: 'a model card',
    weight: 8,
    remedy: `Say below the front matter what it does and how, in ${shortestCard} characters or more.`,
    isThere: ({ module }) => module.card.trim().length >= shortestCard,
  },
  {
    name: 'what it was trained on',
    weight: 8,
    remedy: 'Describe the dataset in the front matter.',
    applies: hasWeights,
    isThere: ({ evidence, module }) =>
      evidence.dataset !== undefined || module.frontMatter.dataset?.description !== undefined,
  },
  {
    name: 'a signed receipt',
    weight: 7,
    remedy: 'Train it by orangery train, which signs what it did.',
    applies: hasWeights,
    isThere: ({ evidence }) => evidence.receipt?.signature !== undefined,
  },
  {
    name: 'a trivial model beside it',
    weight: 6,
    remedy: 'Run orangery benchmark, which measures a baseline too.',
    applies: hasWeights,
    isThere: ({ evidence }) => evidence.baseline !== undefined,
  },
  {
    name: 'a benchmark report',
    weight: 6,
    remedy: 'Run orangery benchmark: it tells how fast it is, too.',
    applies: hasWeights,
    isThere: ({ evidence }) => evidence.report !== undefined,
  },
  {
    name: 'a sample to try',
    weight: 6,
    remedy: 'Put a small input into sample/.',
    applies: answers,
    isThere: ({ module }) => module.files.some((path) => path.startsWith('sample/')),
  },
  {
    name: 'what it takes and gives',
    weight: 5,
    remedy: 'Describe inputs and outputs in the front matter.',
    applies: (view) => answers(view) && view.module.frontMatter.recipe === undefined,
    isThere: ({ module }) =>
      module.frontMatter.inputs !== undefined && module.frontMatter.outputs !== undefined,
  },
  {
    name: 'an example of a call',
    weight: 4,
    remedy: 'Show a command or a few lines of code in the model card.',
    isThere: ({ module }) => /^(```|~~~)/m.test(module.card),
  },
  {
    name: 'the licence of its data',
    weight: 4,
    remedy: 'Name the licence of the dataset in the front matter.',
    applies: hasWeights,
    isThere: ({ evidence, module }) =>
      (evidence.dataset?.license ?? module.frontMatter.dataset?.license) !== undefined,
  },
  {
    name: 'authors',
    weight: 4,
    remedy: 'Name who made it under authors.',
    isThere: ({ module }) => module.frontMatter.authors.length > 0,
  },
  {
    name: 'what changed',
    weight: 3,
    remedy: 'Add a changelog line for each version.',
    isThere: ({ module }) => (module.frontMatter.changelog ?? []).length > 0,
  },
  {
    name: 'words to find it by',
    weight: 3,
    remedy: 'Add tags, categories, libraries and, of a model, dataTypes.',
    isThere: (view) => {
      const { tags, categories, libraries, dataTypes } = view.module.frontMatter;
      const words = [tags, categories, libraries, ...(isModel(view) ? [dataTypes] : [])];
      return words.every((ones) => ones !== undefined && ones.length > 0);
    },
  },
];

/** How much of what a module could tell it tells. */
export function measureCompleteness(view: ModuleView): Completeness {
  const asked = rules.filter(({ applies }) => applies?.(view) ?? true);
  const missing = asked.filter(({ isThere }) => !isThere(view));
  const total = sumOf(asked);
  return {
    percent: Math.floor((100 * (total - sumOf(missing))) / total),
    missing: missing
      .map(({ name, weight, remedy }) => ({ name, weight, remedy }))
      .sort((a, b) => b.weight - a.weight),
  };
}

function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { weight }) => sum + weight, 0);
}
