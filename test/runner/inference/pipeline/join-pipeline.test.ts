import type { Field, ModuleFrontMatter, PipelineTopology } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { joinPipeline } from '../../../../runner/src/inference/pipeline/join-pipeline.ts';
import type { Fields } from '../../../../runner/src/inference/pipeline/joined-pipeline.ts';
import { label, number, probabilities, text, topologyOf } from './fake-predictor.ts';

const image: Field = { name: 'image', type: 'image' };
const boxes: Field = { name: 'boxes', type: 'boxes' };
const office: Field = { name: 'office', type: 'category', values: ['roads', 'parks'] };
const tokens: Field = { name: 'tokens', type: 'tokens' };

const unknownClasses: Field = { name: 'probabilities', type: 'class-probabilities' };

const sorter: Fields = {
  inputs: [text],
  outputs: [label('roads', 'parks'), number('probability'), probabilities('roads', 'parks')],
};
const cost: Fields = { inputs: [office, number('length')], outputs: [number('value')] };
const finder: Fields = { inputs: [image], outputs: [boxes] };
const estimator: Fields = { inputs: [number('length')], outputs: [number('value')] };

interface Joined {
  readonly pipeline: PipelineTopology;
  readonly fields: readonly (Fields | null)[];
  readonly declared?: Partial<Pick<ModuleFrontMatter, 'inputs' | 'outputs'>>;
}

function join({ pipeline, fields, declared }: Joined): ReturnType<typeof joinPipeline> {
  const frontMatter: ModuleFrontMatter = {
    ...{ schema: 'module/2', title: 'A pipeline', summary: 'Joins steps.', version: '1.0.0' },
    ...{ license: 'MIT', authors: [], maintainers: [], tasks: ['a'] },
    ...{ kind: 'pipeline', runtime: 'pipeline', pipeline, ...declared },
  };
  return joinPipeline(frontMatter, fields);
}

/** Takes and gives, and where each input of each step comes from. */
function told(joining: ReturnType<typeof joinPipeline>): unknown {
  if (joining.kind === 'unknown') return 'unknown';
  if (joining.kind === 'unfit') {
    return joining.problems.map(
      ({ pointer, expected, found, hint }) =>
        `${pointer}: expected ${expected}, found ${found}${hint === undefined ? '' : `\n${hint}`}`,
    );
  }
  const { inputs, outputs, steps } = joining.pipeline;
  return {
    takes: inputs.map(({ name, type }) => `${name} ${type}`),
    gives: outputs.map(({ name, type }) => `${name} ${type}`),
    ...Object.fromEntries(
      steps.map((step) => [
        step.name,
        step.inputs.map(
          ({ field, step: from, from: { name } }) =>
            `${field.name} = ${from === null ? '$input' : steps[from]!.name}.${name}`,
        ),
      ]),
    ),
  };
}

describe('a sequence', () => {
  const sorted = { module: 'sorter' };
  const costed = { module: 'cost', inputs: { office: 'sorter.label', length: '$input.letter' } };

  it('takes what its first step takes, and gives what its last gives', () => {
    const pipeline = topologyOf('sequence', { module: 'cost' });
    expect(told(join({ pipeline, fields: [cost] }))).toMatchInlineSnapshot(`
      {
        "cost": [
          "office = $input.office",
          "length = $input.length",
        ],
        "gives": [
          "value number",
        ],
        "takes": [
          "office category",
          "length number",
        ],
      }
    `);
  });

  it('maps outputs to inputs by name, and to the same name where nothing is said', () => {
    const steps = [{ module: 'cost' }, { module: 'sum', inputs: { first: 'cost.value' } }];
    const sum: Fields = {
      inputs: [number('first'), { ...number('value') }],
      outputs: [number('sum')],
    };
    const found = join({ pipeline: topologyOf('sequence', ...steps), fields: [cost, sum] });
    expect(told(found)).toMatchObject({ sum: ['first = cost.value', 'value = cost.value'] });
  });

  it('gives a later step inputs of its own, by their names', () => {
    const later = { module: 'cost', inputs: { office: '$input.desk', length: 'estimator.value' } };
    const pipeline = topologyOf('sequence', { module: 'estimator' }, later);
    expect(told(join({ pipeline, fields: [estimator, cost] }))).toMatchObject({
      takes: ['length number', 'desk category'],
      cost: ['office = $input.desk', 'length = estimator.value'],
    });
  });

  it('leaves out an optional input that nothing gives', () => {
    const optional: Fields = { ...cost, inputs: [{ ...office, required: false }, number('value')] };
    const pipeline = topologyOf('sequence', { module: 'estimator' }, { module: 'cost' });
    expect(told(join({ pipeline, fields: [estimator, optional] }))).toMatchObject({
      cost: ['value = estimator.value'],
    });
  });

  const refused: readonly (readonly [string, Joined])[] = [
    [
      'an input that nothing gives',
      {
        pipeline: topologyOf('sequence', sorted, {
          module: 'cost',
          inputs: { office: 'sorter.label' },
        }),
        fields: [sorter, cost],
      },
    ],
    [
      'an output that is not there',
      {
        pipeline: topologyOf('sequence', sorted, {
          module: 'finder',
          inputs: { image: 'sorter.picture' },
        }),
        fields: [sorter, finder],
      },
    ],
    [
      'an output of another type',
      {
        pipeline: topologyOf(
          'sequence',
          { module: 'finder' },
          {
            module: 'sorter',
            inputs: { text: 'finder.boxes' },
          },
        ),
        fields: [finder, sorter],
      },
    ],
    [
      'values that the step does not know',
      {
        pipeline: topologyOf('sequence', sorted, {
          module: 'other',
          inputs: { office: 'sorter.label' },
        }),
        fields: [sorter, { inputs: [{ ...office, values: ['roads'] }], outputs: [] }],
      },
    ],
    [
      'an input that the step does not have',
      {
        pipeline: topologyOf('sequence', { module: 'sorter', inputs: { letter: '$input.letter' } }),
        fields: [sorter],
      },
    ],
    [
      'a text beside an output',
      { pipeline: topologyOf('sequence', sorted, costed), fields: [sorter, cost] },
    ],
    [
      'one input for two types',
      {
        pipeline: topologyOf(
          'sequence',
          { module: 'estimator' },
          {
            module: 'cost',
            inputs: { office: '$input.length', length: 'estimator.value' },
          },
        ),
        fields: [estimator, cost],
      },
    ],
    [
      'an input that the front matter does not declare',
      {
        pipeline: topologyOf('sequence', { module: 'cost' }),
        fields: [cost],
        declared: { inputs: [office] },
      },
    ],
    [
      'an output that no step gives, or of another type',
      {
        pipeline: topologyOf('sequence', { module: 'cost' }),
        fields: [cost],
        declared: { outputs: [number('price'), { name: 'value', type: 'text' }] },
      },
    ],
  ];

  it('refuses what does not fit, and says what would', () => {
    const problems = refused.map(([name, joined]) => [name, told(join(joined))]);
    expect(Object.fromEntries(problems)).toMatchInlineSnapshot(`
      {
        "a text beside an output": [
          "/pipeline: expected one text and nothing beside it, found text (text), letter (number)
      Make another pipeline of the steps that take letter.",
        ],
        "an input that nothing gives": [
          "/pipeline/steps/1: expected an output for cost.length, found none of its name in sorter: label, probability, probabilities
      Below inputs, length may be sorter.probability; or $input.<name> for what the pipeline is given.",
        ],
        "an input that the front matter does not declare": [
          "/pipeline/steps/0: expected an input of the pipeline for cost.length: office, found "length"
      Add length to inputs, or say where it comes from: inputs: {length: $input.<name>}.",
        ],
        "an input that the step does not have": [
          "/pipeline/steps/0/inputs/letter: expected an input of sorter: text, found "letter"",
        ],
        "an output of another type": [
          "/pipeline/steps/1/inputs/text: expected text, category, or class-probabilities, which sorter.text takes, found finder.boxes, boxes
      Below inputs, text may be $input.<name> for what the pipeline is given.",
        ],
        "an output that is not there": [
          "/pipeline/steps/1/inputs/image: expected an output of sorter: label, probability, probabilities, found "picture"
      Below inputs, image may be $input.<name> for what the pipeline is given.",
        ],
        "an output that no step gives, or of another type": [
          "/outputs/0/name: expected an output that the steps give: value, found "price"",
          "/outputs/1/type: expected number, found text",
        ],
        "one input for two types": [
          "/pipeline/steps/1/inputs/office: expected category or class-probabilities, which cost.office takes, found $input.length, number
      Steps that are given the same input must take the same.",
        ],
        "values that the step does not know": [
          "/pipeline/steps/1/inputs/office: expected values that other.office knows: roads, found sorter.label: parks
      Both must be trained on the same values.",
        ],
      }
    `);
  });

  it('is not known where a step is not, but what is known is checked', () => {
    const pipeline = topologyOf('sequence', sorted, { module: 'secret' });
    expect(told(join({ pipeline, fields: [sorter, null] }))).toBe('unknown');
    const unfit = { module: 'finder', inputs: { image: 'sorter.label' } };
    const wrong = topologyOf('sequence', sorted, unfit, { module: 'secret' });
    expect(join({ pipeline: wrong, fields: [sorter, finder, null] }).kind).toBe('unfit');
  });
});

describe('steps side by side', () => {
  it('give their outputs under their names', () => {
    const pipeline = topologyOf('parallel', { module: 'finder' }, { name: 'b', module: 'finder' });
    expect(told(join({ pipeline, fields: [finder, finder] }))).toMatchInlineSnapshot(`
      {
        "b": [
          "image = $input.image",
        ],
        "finder": [
          "image = $input.image",
        ],
        "gives": [
          "finder.boxes boxes",
          "b.boxes boxes",
        ],
        "takes": [
          "image image",
        ],
      }
    `);
  });

  it('take all the columns that any of them takes, with all the values that any knows', () => {
    const other: Fields = { inputs: [{ ...office, values: ['waste'] }], outputs: [] };
    const pipeline = topologyOf('parallel', { module: 'cost' }, { module: 'other' });
    const joining = join({ pipeline, fields: [cost, other] });
    expect(joining).toMatchObject({
      pipeline: {
        inputs: [{ name: 'office', values: ['roads', 'parks', 'waste'] }, { name: 'length' }],
      },
    });
  });

  it('take one text where one of them calls it tokens', () => {
    const tagger: Fields = { inputs: [tokens], outputs: [tokens] };
    const said = { module: 'tagger', inputs: { tokens: '$input.text' } };
    const pipeline = topologyOf('parallel', said, { module: 'sorter' });
    expect(told(join({ pipeline, fields: [tagger, sorter] }))).toMatchObject({
      takes: ['text text'],
    });
  });

  it('do not take a picture beside a text', () => {
    const pipeline = topologyOf('parallel', { module: 'finder' }, { module: 'sorter' });
    expect(told(join({ pipeline, fields: [finder, sorter] }))).toMatchInlineSnapshot(`
      [
        "/pipeline: expected one picture and nothing beside it, found image (image), text (text)
      Make another pipeline of the steps that take text.",
      ]
    `);
  });
});

describe('an ensemble', () => {
  const reversed: Fields = {
    inputs: [text],
    outputs: [label('parks', 'roads'), probabilities('parks', 'roads')],
  };
  const both = [{ module: 'sorter' }, { module: 'reversed' }] as const;

  it.each(['mean', 'vote'] as const)('of the same classes gives a class by %s', (combine) => {
    const pipeline = { ...topologyOf('ensemble', ...both), combine };
    expect(join({ pipeline, fields: [sorter, reversed] })).toMatchObject({
      pipeline: {
        outputs: [
          { name: 'label', values: ['roads', 'parks'] },
          { name: 'probability' },
          { name: 'probabilities', values: ['roads', 'parks'] },
        ],
      },
    });
  });

  it('of numbers gives the numbers that all give', () => {
    const wide: Fields = { ...estimator, outputs: [number('value'), number('lower')] };
    const pipeline = topologyOf('ensemble', { module: 'estimator' }, { module: 'wide' });
    expect(told(join({ pipeline, fields: [wide, estimator] }))).toMatchObject({
      gives: ['value number'],
    });
  });

  const refused: readonly (readonly [string, Fields, 'mean' | 'vote'])[] = [
    ['other classes', { inputs: [text], outputs: [probabilities('parks', 'waste')] }, 'mean'],
    ['other labels', { inputs: [text], outputs: [label('parks')] }, 'vote'],
    ['classes nobody knows', { inputs: [text], outputs: [unknownClasses] }, 'mean'],
    ['numbers', { inputs: [text], outputs: [number('value')] }, 'mean'],
    ['nothing to vote for', { inputs: [text], outputs: [number('value')] }, 'vote'],
  ];

  it('refuses answers that it cannot agree on', () => {
    const problems = refused.map(([name, other, combine]) => {
      const pipeline = { ...topologyOf('ensemble', ...both), combine };
      return [`${name} beside classes`, told(join({ pipeline, fields: [sorter, other] }))];
    });
    expect(Object.fromEntries(problems)).toMatchInlineSnapshot(`
      {
        "classes nobody knows beside classes": [
          "/pipeline/steps/1/module: expected classes of probabilities, so that they can be compared, found none
      Write them as values of the output in the module’s outputs.",
        ],
        "nothing to vote for beside classes": [
          "/pipeline/steps: expected steps that all give a category to vote for, found sorter: label (category), probability (number), probabilities (class-probabilities); reversed: value (number)
      Take combine: mean for numbers.",
        ],
        "numbers beside classes": [
          "/pipeline/steps: expected steps that all give class-probabilities, or numbers of the same names, found sorter: label (category), probability (number), probabilities (class-probabilities); reversed: value (number)
      Use topology parallel to give answers of different kinds side by side.",
        ],
        "other classes beside classes": [
          "/pipeline/steps/1/module: expected the classes of sorter: roads, parks, found parks, waste
      An ensemble agrees on one of the same classes; their order does not matter.",
        ],
        "other labels beside classes": [
          "/pipeline/steps/1/module: expected the classes of sorter: roads, parks, found parks
      An ensemble agrees on one of the same classes; their order does not matter.",
        ],
      }
    `);
  });
});
