import { createHash } from 'node:crypto';
import { createRandom, type Random } from '../../../runner/src/random.ts';
import { measuredTemplates, type MeasuredTemplate } from './templates.ts';
import { pickWord, pickWords, subjects, titleWords } from './words.ts';

/** Files of a module by path, relative to its folder. */
export type ModuleText = Readonly<Record<string, string>>;

export interface GeneratedModule {
  readonly id: string;
  readonly files: ModuleText;
}

interface Draft {
  readonly number: number;
  readonly id: string;
  readonly random: Random;
}

const licenses = ['Apache-2.0', 'MIT', 'BSD-3-Clause', 'GPL-3.0-only', 'CC-BY-4.0', 'NOASSERTION'];
const categories = ['Agriculture', 'Botany', 'Climate', 'Health', 'Industry', 'Language', 'Ocean'];
const tasksOfContainers = ['image-classification', 'object-detection', 'text-generation', 'other'];

/**
 * The module of a number, always the same: every second is measured and has a receipt and a report,
 * three tenths are containers, the others generic modules and pipelines.
 */
export function generateModule(number: number): GeneratedModule {
  const random = createRandom(number + 1);
  const id = generatedId(number);
  const draft = { number, id, random };
  const kind = number % 10;
  if (kind < 5) return { id, files: measuredModule(draft) };
  if (kind < 8) return { id, files: moduleFile(draft, containerLines(draft)) };
  if (kind < 9) return { id, files: moduleFile(draft, genericLines) };
  return { id, files: moduleFile(draft, pipelineLines(draft)) };
}

/** Id of the module of a number. */
export function generatedId(number: number): string {
  const random = createRandom(-number - 1);
  return `${pickWord(random)}-${subjects[random.integer(subjects.length)]}-${number}`;
}

function measuredModule(draft: Draft): ModuleText {
  const template = measuredTemplates[draft.number % measuredTemplates.length]!;
  const sha256 = createHash('sha256').update(draft.id).digest('hex');
  const run = `run-20261101-120000-${sha256.slice(0, 8)}`;
  const { receipt, report } = recordsOf(draft, template, { sha256, run });
  return {
    ...moduleFile(draft, [
      ...['kind: module', 'runtime: tfjs', `recipe: ${template.recipe}`],
      `tasks: [${template.recipe}]`,
      `dataTypes: [${template.dataType}]`,
      'artifact:',
      `  sha256: ${sha256}`,
      `  bytes: ${receipt.artifact.bytes}`,
      `  link: https://example.org/weights/${draft.id}.zip`,
      ...parentLines(draft),
    ]),
    [`receipts/${run}.json`]: `${JSON.stringify(receipt, null, 2)}\n`,
    'reports/declared-data@1.0.0.json': `${JSON.stringify(report, null, 2)}\n`,
  };
}

/** Most of a half descend from the measured module ten numbers before, over four generations at most. */
function parentLines({ number }: Draft): readonly string[] {
  if (Math.floor(number / 10) % 4 === 0 || number % 2 === 1) return [];
  return ['parent:', `  id: ${generatedId(number - 10)}`, '  version: 1.0.0'];
}

function recordsOf(
  { id, random }: Draft,
  { receipt, report }: MeasuredTemplate,
  { sha256, run }: { readonly sha256: string; readonly run: string },
) {
  const factor = 0.6 + 0.4 * random.uniform();
  const scale = (metrics: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value * factor]));
  const metrics = scale(receipt.metrics);
  const p50Ms = 1 + 40 * random.uniform();
  return {
    receipt: { ...receipt, run, metrics, artifact: { ...receipt.artifact, sha256 } },
    report: {
      ...report,
      module: { id, version: '1.0.0' },
      artifactSha256: sha256,
      metrics,
      latency: { ...report.latency, p50Ms, p95Ms: p50Ms * 1.3, p99Ms: p50Ms * 1.6 },
    },
  };
}

function containerLines({ id, random }: Draft): readonly string[] {
  const digest = createHash('sha256').update(id).digest('hex');
  return [
    ...['kind: module', 'runtime: container'],
    `tasks: [${tasksOfContainers[random.integer(tasksOfContainers.length)]}]`,
    ...['dataTypes: [image]', 'container:'],
    `  image: registry.example.org/${id}@sha256:${digest}`,
  ];
}

const genericLines: readonly string[] = [
  ...['kind: module', 'runtime: tfjs', 'recipe: tabular-classification'],
  ...['tasks: [tabular-classification]', 'dataTypes: [table]', 'fineTunable: true'],
];

/** The two measured modules of its ten. */
function pipelineLines({ number }: Draft): readonly string[] {
  const first = number - (number % 10);
  const step = (name: string, of: number): readonly string[] => [
    `    - name: ${name}`,
    `      module: ${generatedId(of)}`,
    '      version: 1.0.0',
  ];
  return [
    ...['kind: pipeline', 'runtime: pipeline', 'tasks: [tabular-classification]'],
    ...['pipeline:', '  topology: parallel', '  steps:'],
    ...step('first', first),
    ...step('second', first + 1),
  ];
}

function moduleFile({ number, id, random }: Draft, lines: readonly string[]): ModuleText {
  const day = String(1 + random.integer(28)).padStart(2, '0');
  const month = String(1 + random.integer(11)).padStart(2, '0');
  const frontMatter = [
    'schema: module/1',
    `title: ${JSON.stringify(`${titleWords(id)} ${pickWord(random)}`)}`,
    `summary: ${JSON.stringify(`${pickWords(random, 14)}.`)}`,
    'version: 1.0.0',
    `license: ${licenses[random.integer(licenses.length)]}`,
    ...['authors:', `  - name: ${JSON.stringify(pickWords(random, 2))}`, 'maintainers: []'],
    ...lines,
    `status: ${number % 40 === 25 ? 'deprecated' : 'active'}`,
    `tags: [${pickWord(random)}, generated]`,
    `categories: [${categories[random.integer(categories.length)]}]`,
    `libraries: [${['TensorFlow.js', 'PyTorch', 'scikit-learn'][random.integer(3)]}]`,
    ...['dates:', '  created: 2026-01-01', `  updated: 2026-${month}-${day}`],
    'changelog:',
    ...['  - version: 1.0.0', '    date: 2026-01-01', '    changes: First version.'],
  ];
  return { 'module.md': `---\n${frontMatter.join('\n')}\n---\n\n${card(random)}\n` };
}

function card(random: Random): string {
  return ['What it does', 'What it was trained on', 'Where it fails']
    .map((heading) => `## ${heading}\n\n${pickWords(random, 45)}.\n\n- ${pickWords(random, 8)}`)
    .join('\n\n');
}
