import { checkRecord, Failure, schemaNames, type Field, type Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipes/recipe.ts';
import { checkDefaults } from '../tuning/check-defaults.ts';
import { checkKnobs } from '../tuning/check-knobs.ts';
import { middleOfKnobs } from './default-knobs.ts';
import type { LentData } from './definition.ts';
import { lentData } from './lent-data.ts';
import { fieldsOf } from './wire/peer.ts';

/** What a module's code says of itself, checked. */
export interface CodeDescription {
  readonly data: LentData | 'files';
  readonly knobs: Knobs;
  readonly defaults: KnobValues;
  /** Of code that reads files itself. */
  readonly files?: {
    readonly dataFormat: string;
    readonly scoreName: string;
    readonly inputs: readonly Field[];
    readonly outputs: readonly Field[];
  };
}

/**
 * Checks what the process told: it may be anything.
 * @throws Failure MODULE_INVALID
 */
export function readDescription(told: unknown, name: string): CodeDescription {
  const { data, knobs, defaults, dataFormat, scoreName, inputs, outputs } = fieldsOf(told);
  const kind = [...lentData, 'files' as const].find((one) => one === data);
  if (kind === undefined) throw new Failure('MODULE_INVALID', `${name} data: found ${data}`);
  // fields and knobs have the form that module.md gives them
  const checked = checkRecord('module', {
    ...smallestModule,
    knobs,
    ...(kind === 'files' ? { inputs, outputs } : {}),
  });
  if (checked.kind === 'invalid') {
    const problems = checked.problems.map((problem) => ({ ...problem, file: name }));
    const [first] = problems;
    throw new Failure(
      'MODULE_INVALID',
      `${name} ${first!.pointer}: expected ${first!.expected}, found ${first!.found}`,
      {
        problems: problems.slice(1),
        hint: 'Knobs and fields have the form they have in module.md.',
      },
    );
  }
  const { frontMatter } = { frontMatter: checked.value };
  const known = frontMatter.knobs ?? {};
  refuse(checkKnobs(known), name);
  const first = { ...middleOfKnobs(known), ...(fieldsOf(defaults) as KnobValues) };
  refuse(checkDefaults(known, first), name);
  return {
    data: kind,
    knobs: known,
    defaults: first,
    ...(kind === 'files' && {
      files: {
        dataFormat: String(dataFormat),
        scoreName: String(scoreName),
        inputs: frontMatter.inputs ?? [],
        outputs: frontMatter.outputs ?? [],
      },
    }),
  };
}

/** @param problems a sentence each that begins with the knob's name */
function refuse(problems: readonly string[], name: string): void {
  if (problems.length === 0) return;
  const message = problems.map((problem) => `${name}: knob ${problem}`).join('\n');
  throw new Failure('MODULE_INVALID', message, {
    hint: 'Mend the knob in module.ts, then run orangery test.',
  });
}

const smallestModule = {
  schema: schemaNames.module,
  title: 'Code',
  summary: 'What the code of a module says of itself.',
  version: '1.0.0',
  license: 'NOASSERTION',
  authors: [],
  maintainers: [],
  tasks: ['custom'],
  kind: 'module',
  runtime: 'tfjs',
};
