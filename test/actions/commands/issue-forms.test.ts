import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { grammar, isVerb } from '../../../actions/commands/grammar.ts';
import { formLabels, parseForm } from '../../../actions/commands/parse-form.ts';
import type { Verb } from '../../../actions/commands/order.ts';
import {
  listOf,
  objectOf,
  textAt,
  toJson,
  type JsonObject,
} from '../../../actions/local-github/executor/json.ts';
import { requestLink } from '../../../marketplace/src/retrain/request-link.ts';

const folder = join(import.meta.dirname, '../../../.github/ISSUE_TEMPLATE');
const names = readdirSync(folder).filter((name) => name !== 'config.yml');

interface Field {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly options: readonly string[];
  readonly isRequired: boolean;
}

function readForm(name: string): { form: JsonObject; verb: Verb; fields: readonly Field[] } {
  const { value, problems } = parseYaml(readFileSync(join(folder, name), 'utf8'), name);
  expect(problems).toEqual([]);
  const form = objectOf(toJson(value));
  const verb = name.replace('.yml', '');
  if (!isVerb(verb)) throw new Error(`${name}: ${verb} is no verb`);
  const fields = listOf(form['body'])
    .map(objectOf)
    .filter(({ type }) => type !== 'markdown')
    .map((field) => ({
      ...{ id: textAt(field, 'id'), type: textAt(field, 'type') },
      label: textAt(field, 'attributes', 'label'),
      options: listOf(objectOf(field['attributes'])['options']).map((option) =>
        typeof option === 'string' ? option : textAt(option, 'label'),
      ),
      isRequired: objectOf(field['validations'])['required'] === true,
    }));
  return { form, verb, fields };
}

/** The issue that GitHub makes of a form: a heading for each field, `_No response_` where it is empty. */
function fill(fields: readonly Field[], values: Readonly<Record<string, string>>): string {
  const parts = fields.map(({ id, type, label, options }) => {
    const value = values[id];
    if (type !== 'checkboxes') return `### ${label}\n\n${value ?? '_No response_'}`;
    const boxes = options.map((option) => `- [${value === option ? 'X' : ' '}] ${option}`);
    return `### ${label}\n\n${boxes.join('\n')}`;
  });
  return parts.join('\n\n');
}

it('there is a form for each work on machines', () => {
  expect(names.sort()).toEqual(['benchmark.yml', 'deploy.yml', 'retrain.yml']);
});

describe.each(names)('%s', (name) => {
  const { form, verb, fields } = readForm(name);
  const rules = grammar[verb];

  it('gives its issue the label of its verb, and what GitHub asks of a form', () => {
    expect(form['labels']).toEqual([verb]);
    expect(textAt(form, 'name')).not.toBe('');
    expect(textAt(form, 'description')).not.toBe('');
    const types = fields.map(({ type }) => type);
    expect(types.filter((type) => !/^(input|textarea|dropdown|checkboxes)$/.test(type))).toEqual(
      [],
    );
  });

  it('has fields by the names of the grammar, under the labels that are read', () => {
    const known = [...rules.words, ...rules.options].map((rule) => rule.name);
    for (const { id, label } of fields) {
      expect(known).toContain(id);
      expect(formLabels[label]).toBe(id);
    }
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
  });

  it('requires what the grammar requires, and offers the grammar’s choices', () => {
    for (const { name: word, isOptional } of rules.words) {
      const field = fields.find(({ id }) => id === word);
      expect(field?.isRequired).toBe(isOptional !== true);
    }
    for (const { name: option, choices } of rules.options) {
      const field = fields.find(({ id, type }) => id === option && type === 'dropdown');
      if (field !== undefined) expect(field.options).toEqual(choices);
    }
  });

  it('is understood with nothing but what it requires', () => {
    const least = { module: 'leaf-classifier', name: 'leaves', dataset: 'secret:LEAVES' };
    const isRequired = ([id]: [string, string]) =>
      fields.some((field) => field.id === id && field.isRequired);
    const values = Object.fromEntries(Object.entries(least).filter(isRequired));
    expect(parseForm(verb, fill(fields, values))).toMatchObject({ kind: 'order', order: { verb } });
  });
});

it('a whole form for a training says everything that can be asked for', () => {
  const { fields } = readForm('retrain.yml');
  const values = {
    ...{ module: 'leaf-classifier', dataset: 'https://a.org/1.zip\nhttps://a.org/2.zip' },
    ...{ validation: 'https://a.org/3.zip', target: 'kind', trials: '5', hours: '0.5' },
    ...{
      gpus: '1',
      machines: '2',
      backend: 'wasm',
      child: 'my-leaves',
      visibility: 'The data is public',
    },
  };
  expect(Object.keys(values).sort()).toEqual(fields.map(({ id }) => id).sort());
  expect(parseForm('retrain', fill(fields, values))).toEqual({
    kind: 'order',
    order: {
      verb: 'retrain',
      training: {
        ...{ module: 'leaf-classifier', target: 'kind', trials: 5, hours: 0.5, gpus: 1, seed: 1 },
        machines: 2,
        dataset: ['https://a.org/1.zip', 'https://a.org/2.zip'],
        validation: ['https://a.org/3.zip'],
        ...{ backend: 'wasm', child: 'my-leaves', visibility: 'public' },
      },
    },
  });
});

it('a box that is not ticked leaves the data private', () => {
  const { fields } = readForm('retrain.yml');
  const body = fill(fields, { module: 'leaf-classifier', dataset: 'secret:LEAVES' });
  expect(body).toContain('- [ ] The data is public');
  expect(parseForm('retrain', body)).toMatchObject({
    order: { training: { visibility: 'private', dataset: ['secret:LEAVES'], backend: 'auto' } },
  });
});

it('a whole form for a deployment and a benchmark is read', () => {
  const deploy = fill(readForm('deploy.yml').fields, {
    ...{ name: 'leaves', module: 'leaf-classifier@1.0.0', stage: 'production' },
  });
  expect(parseForm('deploy', deploy)).toEqual({
    kind: 'order',
    order: {
      ...{ verb: 'deploy', name: 'leaves', module: 'leaf-classifier' },
      ...{ version: '1.0.0', stage: 'production' },
    },
  });
  const values = { module: 'leaf-classifier', backend: 'cpu' };
  const benchmark = fill(readForm('benchmark.yml').fields, values);
  expect(parseForm('benchmark', benchmark)).toEqual({
    kind: 'order',
    order: { verb: 'benchmark', module: 'leaf-classifier', backend: 'cpu' },
  });
});

it('the page’s link fills fields that are there, of a form that is there', () => {
  const asked = { module: 'a', dataset: 'https://a.org', target: 'b', trials: 1, minutes: 3 };
  const { searchParams } = new URL(requestLink('garden/house', asked));
  const template = searchParams.get('template')!;
  expect(names).toContain(template);
  const ids = readForm(template).fields.map(({ id }) => id);
  const filled = [...searchParams.keys()].filter((key) => key !== 'template' && key !== 'title');
  expect(filled.length).toBeGreaterThan(3);
  expect(filled.filter((key) => !ids.includes(key))).toEqual([]);
});
