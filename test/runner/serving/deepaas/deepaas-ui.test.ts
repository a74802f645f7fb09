import type { FastifyInstance } from 'fastify';
import { expect, it } from 'vitest';
import { picture, pictureUrl } from '../../../fixtures/serving/deepaas-test.ts';
import { deepaasApp, multipart } from './deepaas-app.ts';

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly enum?: readonly string[];
}

interface Form {
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly produces: readonly string[];
}

/** As deepaas_ui does: the first path that ends in `predict/` is the one that forms are made for. */
async function readForm(app: FastifyInstance): Promise<Form> {
  const { paths } = (await app.inject('/swagger.json')).json();
  const path = Object.keys(paths).find((one) => one.endsWith('predict/')) ?? '';
  return { path, ...paths[path].post };
}

const examples: Readonly<Record<string, string>> = { integer: '1', string: 'foo' };

/** Every parameter has a value; the wanted type is sent as a header and as a parameter. */
function callFor({ path, parameters }: Form, accept: string): ReturnType<typeof multipart> {
  const query = new URLSearchParams({ accept });
  for (const { in: place, name, type, enum: choices } of parameters) {
    if (place === 'query') query.set(name, choices?.[0] ?? examples[type] ?? '');
  }
  const files = parameters
    .filter((parameter) => parameter.in === 'formData' && parameter.type === 'file')
    .map(({ name }) => ({ name, filename: 'a.png', type: 'image/png', content: 'bytes' }));
  return multipart(`${path}?${query.toString()}`, files, { accept });
}

it('offers deepaas_ui a form for the test model', async () => {
  const { path, parameters, produces } = await readForm(await deepaasApp());
  expect(path).toBe('/v2/models/deepaas-test/predict/');
  expect(parameters.filter(({ required }) => required).map(({ name }) => name)).toEqual([
    ...['data', 'parameter'],
  ]);
  expect(produces).toEqual(['application/json', 'text/plain', 'image/png', '*/*']);
});

it('answers deepaas_ui in every type it produces', async () => {
  const app = await deepaasApp();
  const form = await readForm(app);
  const answers = await Promise.all(
    form.produces.map(async (accept) => app.inject(callFor(form, accept))),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  const [json, text, image, any] = answers;
  expect(json?.json().labels).toEqual([{ label: 'foo', probability: 1 }]);
  expect([text?.headers['content-type'], text?.body]).toEqual(['text/plain', pictureUrl]);
  expect(image?.headers['content-type']).toBe('image/png');
  expect(image?.rawPayload.equals(picture)).toBe(true);
  expect(any?.body).toBe(json?.body);
});

it('keeps its answers apart below a base path', async () => {
  const app = await deepaasApp({ options: { basePath: '/custom' } });
  const { paths } = (await app.inject('/custom/swagger.json')).json();
  const path = Object.keys(paths).find((one) => one.endsWith('predict/'));
  expect(path).toBe('/custom/v2/models/deepaas-test/predict/');
});
