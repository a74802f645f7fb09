import parseLicense from 'spdx-expression-parse';
import type { Problem } from './failure.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Knob, ModuleFrontMatter } from './generated/types.ts';
import { isImageReference } from './image-reference.ts';
import { pipelineIsJoined } from './pipeline-check.ts';
import { preprocessingFitsFields } from './preprocessing-check.ts';
import { checkRecord, type PlacelessProblem } from './record.ts';

/** Facts about a module's folder that rules on its front matter need. */
export interface FolderFacts {
  readonly hasCode: boolean;
  readonly hasDockerfile: boolean;
}

type Rule = (module: ModuleFrontMatter, folder: FolderFacts) => PlacelessProblem[];

export type CheckedModuleFile =
  | {
      readonly kind: 'valid';
      readonly frontMatter: ModuleFrontMatter;
      readonly card: string;
      /** Says where in the text a problem stands that is found later. */
      readonly locate: (problem: PlacelessProblem) => Problem;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** Checks the text of a `module.md`: form, schema, then the rules a schema cannot say. All problems at once. */
export function checkModuleFile(
  text: string,
  file: string,
  folder: FolderFacts,
): CheckedModuleFile {
  const { yaml, body } = readFrontMatter(text, file);
  if (yaml.problems.length > 0) return { kind: 'invalid', problems: yaml.problems };
  const checked = checkRecord('module', yaml.value);
  if (checked.kind === 'invalid') {
    return { kind: 'invalid', problems: checked.problems.map(yaml.locate) };
  }
  const problems = rules.flatMap((rule) => rule(checked.value, folder)).map(yaml.locate);
  if (body === '') {
    problems.push({
      file,
      pointer: '',
      expected: 'a model card below the front matter',
      found: 'nothing',
      hint: 'Write what it does, what it was trained on, how good it is and where it fails.',
    });
  }
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', frontMatter: checked.value, card: body, locate: yaml.locate };
}

const rules: readonly Rule[] = [
  licenseIsSpdx,
  runtimeHasItsFields,
  knobRangesHoldValues,
  changelogNamesVersion,
  retiredIsSaid,
  pipelineIsJoined,
  preprocessingFitsFields,
  containerFits,
  toolFits,
];

function licenseIsSpdx({ license, dataset }: ModuleFrontMatter): PlacelessProblem[] {
  const licenses = [
    ['/license', license],
    ['/dataset/license', dataset?.license],
  ] as const;
  return licenses.flatMap(([pointer, value]) =>
    value === undefined || isLicense(value)
      ? []
      : [
          {
            pointer,
            expected: 'an SPDX licence expression or NOASSERTION',
            found: JSON.stringify(value),
            hint: 'Identifiers are listed at https://spdx.org/licenses, for example Apache-2.0.',
          },
        ],
  );
}

function isLicense(value: string): boolean {
  if (value === 'NOASSERTION') return true;
  try {
    parseLicense(value);
    return true;
  } catch {
    // the parser throws on what is not an expression
    return false;
  }
}

function runtimeHasItsFields(module: ModuleFrontMatter, folder: FolderFacts): PlacelessProblem[] {
  const { runtime, kind, recipe, pipeline, container } = module;
  const problems: PlacelessProblem[] = [];
  const need = (pointer: string, expected: string, found = 'nothing'): void => {
    problems.push({ pointer, expected, found });
  };
  if (runtime === 'tfjs' && recipe === undefined && !folder.hasCode) {
    need('/recipe', 'a recipe, or a module.ts beside this file, for runtime tfjs');
  }
  if (recipe !== undefined && folder.hasCode) {
    need(
      '/recipe',
      'no recipe beside a module.ts, which says itself what it reads',
      JSON.stringify(recipe),
    );
  }
  if (recipe === 'custom' && !folder.hasCode) {
    need('/recipe', 'a recipe of the runner, or none and a module.ts', JSON.stringify(recipe));
  }
  if (runtime !== 'tfjs' && recipe !== undefined) {
    need('/recipe', `no recipe for runtime ${runtime}`, JSON.stringify(recipe));
  }
  if (runtime === 'pipeline' && pipeline === undefined) {
    need('/pipeline', 'the topology, for runtime pipeline');
  }
  if ((runtime === 'pipeline') !== (kind === 'pipeline')) {
    need('/kind', 'kind pipeline exactly for runtime pipeline', JSON.stringify(kind));
  }
  if (runtime === 'container' && container?.image === undefined && !folder.hasDockerfile) {
    need('/container/image', 'an image, or a Dockerfile beside this file, for runtime container');
  }
  return problems;
}

function containerFits({
  runtime,
  container = {},
  artifact,
}: ModuleFrontMatter): PlacelessProblem[] {
  if (runtime !== 'container') return [];
  const { image, train } = container;
  const problems: PlacelessProblem[] = [];
  if (image !== undefined && !isImageReference(image)) {
    const expected = 'an image reference, such as docker.io/example/leaves@sha256:…';
    problems.push({ pointer: '/container/image', expected, found: JSON.stringify(image) });
  }
  if (artifact !== undefined && train === undefined) {
    const expected = 'train with the outputPath that the weights of artifact belong to';
    problems.push({ pointer: '/container/train', expected, found: 'nothing' });
  }
  return problems;
}

function toolFits({ kind, runtime, tool, container }: ModuleFrontMatter): PlacelessProblem[] {
  if (kind !== 'tool' || tool === undefined) return [];
  const problems: PlacelessProblem[] = [];
  if (runtime !== 'container') {
    const expected = 'container, for a tool that is run';
    problems.push({ pointer: '/runtime', expected, found: JSON.stringify(runtime) });
  }
  if (container?.train !== undefined) {
    const expected = 'no training of a tool';
    problems.push({ pointer: '/container/train', expected, found: 'train' });
  }
  const taken = tool.keeps?.find((folder) => /^\/(tmp|proc|sys|dev)(\/|$)/.test(folder));
  if (taken !== undefined) {
    const expected = 'folders of the image that are kept, not of the system';
    problems.push({ pointer: '/tool/keeps', expected, found: JSON.stringify(taken) });
  }
  for (const [name, { default: value, values }] of Object.entries(tool.settings ?? {})) {
    if (/^(PATH|HOME|LD_.*|XDG_.*|PYTHON.*|NODE_.*)$/.test(name)) {
      const expected = 'settings of the program, not of what runs it';
      problems.push({ pointer: `/tool/settings/${name}`, expected, found: name });
    }
    if (value === undefined || values === undefined || values.includes(value)) continue;
    const pointer = `/tool/settings/${name}/default`;
    problems.push({ pointer, expected: values.join(', '), found: JSON.stringify(value) });
  }
  return problems;
}

function knobRangesHoldValues({ knobs = {} }: ModuleFrontMatter): PlacelessProblem[] {
  return Object.entries(knobs).flatMap(([name, knob]) => knobProblems(`/knobs/${name}`, knob));
}

function knobProblems(pointer: string, knob: Knob): PlacelessProblem[] {
  if (knob.type !== 'integer' && knob.type !== 'float') return [];
  const found = `${knob.min} … ${knob.max}`;
  if (knob.min > knob.max) return [{ pointer, expected: 'min not above max', found }];
  if (knob.scale === 'log' && knob.min <= 0) {
    return [{ pointer, expected: 'a range above 0 for a log scale', found }];
  }
  return [];
}

function changelogNamesVersion({ changelog, version }: ModuleFrontMatter): PlacelessProblem[] {
  if (changelog === undefined || changelog.some((change) => change.version === version)) return [];
  return [
    {
      pointer: '/changelog',
      expected: `a line for version ${version}`,
      found: changelog.map((change) => change.version).join(', ') || 'no lines',
    },
  ];
}

function retiredIsSaid({ supersededBy, status }: ModuleFrontMatter): PlacelessProblem[] {
  if (supersededBy === undefined || (status !== undefined && status !== 'active')) return [];
  return [
    {
      pointer: '/supersededBy',
      expected: 'status deprecated or retired beside it',
      found: `status ${status ?? 'active'}`,
    },
  ];
}
