import { describe, expect, it } from 'vitest';
import { readSwagger } from '../../../../runner/src/container/api/read-swagger.ts';
import { createApp } from '../../../../runner/src/serving/app.ts';
import { defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';

describe('readSwagger', () => {
  it('finds the arguments that were described', async () => {
    const slot = { name: deepaasTest.name, current: deepaasTest, isReady: true };
    const app = createApp([slot], { ...defaultServingLimits, basePath: '/below' });
    const { body } = await app.inject('/below/swagger.json');
    await app.close();
    const { predictArguments, trainArguments, response } = deepaasTest;
    const found = readSwagger(JSON.parse(body), deepaasTest.name);
    // the first choice is what a caller gets who has no wish: DEEPaaS writes it as the default
    const expected = predictArguments.map((one) =>
      one.name === 'accept' ? { ...one, default: 'application/json' } : one,
    );
    expect(found?.predictArguments).toEqual(expected);
    expect(found?.trainArguments).toEqual(trainArguments);
    expect(found?.response?.map(({ name }) => name)).toEqual(response?.map(({ name }) => name));
  });

  it('says of another model that it is not there', () => {
    expect(readSwagger({ paths: {} }, 'leaves')).toBeUndefined();
  });

  it.each([null, 3, 'text', [], { paths: null }, { paths: { '/v2/models/m/predict/': 3 } }])(
    'finds nothing in %j',
    (swagger) => {
      expect(readSwagger(swagger, 'm')).toBeUndefined();
    },
  );

  it('takes what it does not know for any value, and leaves out what has no name', () => {
    const parameters = [
      { in: 'query', name: 'a', type: 'tuple', enum: [1, { x: 1 }] },
      { in: 'query', type: 'string' },
      null,
      { in: 'path', name: 'uuid', type: 'string' },
    ];
    const swagger = { paths: { '/v2/models/m/predict/': { post: { parameters } } } };
    expect(readSwagger(swagger, 'm')?.predictArguments).toEqual([
      { name: 'a', type: 'any', choices: [1] },
    ]);
  });

  it('ends where definitions name each other in a circle', () => {
    const again = { $ref: '#/definitions/Node' };
    const swagger = {
      paths: { '/v2/models/m/predict/': { post: { responses: { 200: { schema: again } } } } },
      definitions: {
        Node: { type: 'object', properties: { next: again, name: { type: 'string' } } },
      },
    };
    const [next, name] = readSwagger(swagger, 'm')?.response ?? [];
    expect(next).toMatchObject({ name: 'next', type: 'object' });
    expect(name).toEqual({ name: 'name', type: 'string' });
  });
});
