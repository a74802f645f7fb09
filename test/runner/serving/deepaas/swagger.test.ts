import { describe, expect, it } from 'vitest';
import { argumentModel } from '../../../../runner/src/serving/deepaas/argument-model.ts';
import type { Argument } from '../../../../runner/src/serving/deepaas/arguments/argument.ts';
import { describeApi } from '../../../../runner/src/serving/deepaas/swagger/swagger.ts';
import type { ServedModel } from '../../../../runner/src/serving/served-model.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';

const enabled = { hasPredict: true, hasTrain: true };

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly definitions: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly parameters: readonly unknown[];
  readonly produces: readonly string[];
  readonly responses: unknown;
}

function api(models: readonly ServedModel[], options = {}): Document {
  const slots = models.map((current) => ({ name: current.name, current, isReady: true }));
  return JSON.parse(JSON.stringify(describeApi(slots, { ...enabled, ...options }))) as Document;
}

function parameterOf(argument: Argument): unknown {
  const model = argumentModel({ name: 'x', predictArguments: [argument] });
  return api([model]).paths['/v2/models/x/predict/']?.post?.parameters[0];
}

it('describes the paths in the order of DEEPaaS', () => {
  expect(Object.keys(api([deepaasTest]).paths)).toEqual([
    '/v2/',
    '/v2/debug/',
    '/v2/models/',
    '/v2/models/deepaas-test/',
    '/v2/models/deepaas-test/train/',
    '/v2/models/deepaas-test/train/{uuid}',
    '/v2/models/deepaas-test/predict/',
    '/',
  ]);
});

it('describes a prediction of the test model as DEEPaaS 2.6.0 does', () => {
  const { paths, definitions } = api([deepaasTest]);
  expect(paths['/v2/models/deepaas-test/predict/']?.post).toEqual({
    responses: {
      400: { schema: { $ref: '#/definitions/Failure' }, description: '' },
      200: { schema: { $ref: '#/definitions/ModelPredictionResponse' }, description: '' },
    },
    parameters: [
      {
        in: 'formData',
        name: 'data',
        required: true,
        description: 'Data file to perform inference.',
        type: 'file',
      },
      {
        in: 'query',
        name: 'parameter',
        required: true,
        type: 'integer',
        format: 'int32',
        description: 'This is a parameter for prediction',
      },
      {
        in: 'query',
        name: 'parameter_three',
        required: false,
        type: 'string',
        enum: ['foo', 'bar'],
        description: 'One of the choices declared in its enum',
      },
      {
        in: 'header',
        name: 'accept',
        required: false,
        type: 'string',
        default: 'application/json',
        enum: ['application/json', 'text/plain', 'image/png', '*/*'],
        description: 'Media type(s) that is/are acceptable for the response.',
      },
    ],
    tags: ['models'],
    summary: 'Make a prediction given the input data',
    produces: ['application/json', 'text/plain', 'image/png', '*/*'],
  });
  expect(Object.keys(definitions)).toEqual([
    ...['Failure', 'Location', 'Version', 'ModelMeta', 'Training', 'TrainingList'],
    ...['Generated', 'ModelPredictionResponse', 'Versions'],
  ]);
  expect(definitions['ModelPredictionResponse']).toEqual({
    type: 'object',
    properties: {
      date: { type: 'string', format: 'date' },
      labels: { type: 'array', items: { $ref: '#/definitions/Generated' } },
      data: { type: 'string' },
    },
  });
});

it('describes a start of a training without answers', () => {
  expect(api([deepaasTest]).paths['/v2/models/deepaas-test/train/']?.post).toEqual({
    responses: {},
    parameters: [
      { in: 'query', name: 'sleep', required: true, type: 'integer', format: 'int32' },
      {
        in: 'query',
        name: 'parameter_two',
        required: false,
        type: 'string',
        description: 'This is a string parameter.',
      },
    ],
    tags: ['models'],
    summary: 'Retrain model with available data',
    produces: ['application/json'],
  });
});

describe('an argument', () => {
  const x = { name: 'x', in: 'query', required: false };
  it.each<[string, Omit<Argument, 'name'>, object]>([
    ['number', { type: 'number' }, { ...x, type: 'number', format: 'float' }],
    ['boolean', { type: 'boolean' }, { ...x, type: 'boolean' }],
    ['url', { type: 'url' }, { ...x, type: 'string', format: 'url' }],
    ['date-time', { type: 'date-time' }, { ...x, type: 'string', format: 'date-time' }],
    ['date', { type: 'date' }, { ...x, type: 'string', format: 'date' }],
    ['anything', { type: 'any' }, { ...x, type: 'string' }],
    ['object', { type: 'object' }, { ...x, type: 'object' }],
    [
      'list',
      { type: 'list', items: { name: '', type: 'number' } },
      {
        ...{ ...x, type: 'array', items: { type: 'number', format: 'float' } },
        collectionFormat: 'multi',
      },
    ],
    [
      'range with a default',
      { type: 'integer', minimum: 1, maximum: 9, default: 3 },
      { ...x, type: 'integer', format: 'int32', minimum: 1, maximum: 9, default: 3 },
    ],
    [
      'default of null',
      { type: 'string', default: null },
      { ...x, type: 'string', default: null, 'x-nullable': true },
    ],
    ['header', { type: 'string', location: 'headers' }, { ...x, in: 'header', type: 'string' }],
    [
      'text of a form',
      { type: 'string', location: 'form' },
      { ...x, in: 'formData', type: 'string' },
    ],
    [
      'object with fields',
      { type: 'object', fields: [{ name: 'a', type: 'string' }] },
      { ...x, $ref: '#/definitions/Generated' },
    ],
  ])('%s', (_, argument, expected) => {
    expect(parameterOf({ name: 'x', ...argument })).toEqual(expected);
  });
});

it('names a definition once, and another of its name with a number', () => {
  const object = (name: string): Argument => ({
    ...{ name, type: 'object' as const },
    fields: [{ name, type: 'string', isRequired: true }],
  });
  const models = [
    argumentModel({ name: 'one', response: [object('a')] }),
    argumentModel({ name: 'same', response: [object('a')] }),
    argumentModel({ name: 'other', response: [object('b')] }),
  ];
  const { definitions } = api(models);
  expect(Object.keys(definitions).filter((name) => /^(Gen|ModelPred)/.test(name))).toEqual([
    ...['Generated', 'ModelPredictionResponse', 'Generated1', 'ModelPredictionResponse1'],
  ]);
  expect(definitions['Generated1']).toEqual({
    ...{ type: 'object', properties: { b: { type: 'string' } }, required: ['b'] },
  });
});

it('leaves out what is turned off, and puts the rest below the base path', () => {
  const off = api([deepaasTest], { hasPredict: false, hasTrain: false, basePath: '/custom' });
  expect(Object.keys(off.paths)).toEqual([
    '/custom/v2/',
    '/custom/v2/debug/',
    '/custom/v2/models/',
    '/custom/v2/models/deepaas-test/',
    '/custom',
  ]);
  expect(Object.keys(off.definitions)).toEqual([
    ...['Failure', 'Location', 'Version', 'ModelMeta', 'Versions'],
  ]);
});
