import type { ModuleFrontMatter } from '@orangery/schemas';
import type { DeclaredInputs } from './declare-inputs.ts';
import type { DeclaredOutputs } from './declare-outputs.ts';
import { graphCard } from './graph-card.ts';
import type { GraphFacts } from './graph-facts.ts';
import type { Remark } from './import-order.ts';
import type { Sample } from './sample.ts';

/** What is said of a module besides what its graph takes and gives. */
export interface GraphDetails {
  readonly id: string;
  readonly title: string;
  readonly summary?: string | undefined;
  readonly license?: string | undefined;
  readonly authors: readonly string[];
  readonly task?: string | undefined;
  /** Where the weights are published; in the folder when absent. */
  readonly link?: string | undefined;
  /** Where the file was fetched from, as far as everybody may see it. */
  readonly source?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export interface GraphToDescribe {
  readonly details: GraphDetails;
  readonly facts: GraphFacts;
  readonly inputs: DeclaredInputs;
  readonly outputs: DeclaredOutputs;
  readonly sample: Sample;
  /** Whether somebody gave it. */
  readonly hasSample: boolean;
  readonly remarks: readonly Remark[];
}

type Described = Omit<
  ModuleFrontMatter,
  'kind' | 'runtime' | 'inputs' | 'outputs' | 'preprocessing' | 'artifact'
>;

/** Front matter and card of an imported graph; what the file says besides is kept under `foreign.onnx`. */
export function describeGraph(graph: GraphToDescribe): Described & { readonly card: string } {
  const { details, facts } = graph;
  const { id, title, license = 'NOASSERTION', authors, source, link, today } = details;
  const [task, dataType] = taskOf(graph);
  const framework = frameworkOf(facts);
  const summary = details.summary ?? `${title}: ${what[task] ?? 'a model'}, imported from ONNX.`;
  return {
    ...{ schema: 'module/2', title, summary: summary.slice(0, 200), version: '1.0.0', license },
    authors: authors.map((name) => ({ name })),
    maintainers: [],
    tasks: [details.task ?? task],
    ...{ fineTunable: false, status: 'active', tags: ['onnx'] },
    libraries: [...(framework === undefined ? [] : [framework]), 'ONNX'],
    dataTypes: [dataType],
    ...(source !== undefined && { links: [{ title: 'The ONNX file', url: source }] }),
    dates: { created: today, updated: today },
    changelog: [{ version: '1.0.0', date: today, changes: `Imported from ONNX as ${id}.` }],
    limitations: 'Not said by its file: write where it fails, and what it must not be used for.',
    // a page reads no archive
    browser: link === undefined || link.endsWith('/artifact.json'),
    foreign: { onnx: foreignOf(facts) },
    card: graphCard(graph, framework),
  };
}

/** Longer texts, such as a training's own settings, and what comes after so many, stay in the file alone. */
const longest = 2000;
const most = 20;

/** What the file says, kept as it is. */
function foreignOf({ classLists: _, nodes: __, ...facts }: GraphFacts): Record<string, unknown> {
  const { metadata, opsets, ...rest } = facts;
  const kept = Object.entries(metadata).slice(0, most);
  return {
    ...Object.fromEntries(Object.entries(rest).map(([name, said]) => [name, shortened(said)])),
    opsets: Object.fromEntries(Object.entries(opsets).slice(0, most)),
    metadata: Object.fromEntries(kept.map(([name, text]) => [name.slice(0, 100), shortened(text)])),
  };
}

function shortened(said: string | number): string | number {
  const isLong = typeof said === 'string' && said.length > longest;
  return isLong ? `(${said.length} characters, in the file)` : said;
}

const what: Readonly<Record<string, string>> = {
  'image-classification': 'tells pictures apart',
  'tabular-classification': 'tells rows of a table apart',
  'tabular-regression': 'gives a number for a row of a table',
  'text-classification': 'tells texts apart',
};

/** The task by what it takes and gives, and the kind of data. */
function taskOf({ inputs, outputs }: GraphToDescribe): readonly [task: string, dataType: string] {
  const takes = (type: string): boolean => inputs.fields.some((field) => field.type === type);
  const gives = (type: string): boolean => outputs.fields.some((field) => field.type === type);
  const isClassifier = gives('class-probabilities') || gives('category');
  if (takes('image')) return [isClassifier ? 'image-classification' : 'image-analysis', 'image'];
  if (takes('tensor')) return ['inference', 'tensor'];
  if (takes('text') && inputs.fields.length === 1) {
    return [isClassifier ? 'text-classification' : 'text-analysis', 'text'];
  }
  if (isClassifier) return ['tabular-classification', 'table'];
  return [gives('number') ? 'tabular-regression' : 'inference', 'table'];
}

/** By the start of the exporter's name. */
const frameworks: readonly (readonly [RegExp, string])[] = [
  [/^skl2onnx/i, 'scikit-learn'],
  [/^pytorch/i, 'PyTorch'],
  [/^tf2onnx/i, 'TensorFlow'],
  [/^keras2onnx/i, 'Keras'],
  [/^onnxmltools/i, 'ONNXMLTools'],
  [/^paddle/i, 'PaddlePaddle'],
];

function frameworkOf({ producer = '' }: GraphFacts): string | undefined {
  return frameworks.find(([pattern]) => pattern.test(producer))?.[1];
}
