import { createHash } from 'node:crypto';
import type { Field } from '@orangery/schemas';
import fastify from 'fastify';
import { onTestFinished, describe, expect, it } from 'vitest';
import { pageFor, type PageOptions } from '../../../../runner/src/serving/page/index.ts';
import type { ServedModel } from '../../../../runner/src/serving/served-model.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';
import { styleArguments } from '../../../helpers/containers/styles-model.ts';
import { modelOf, slotOf, variousModels } from './model-of.ts';

interface Shown {
  readonly models?: readonly ServedModel[];
  readonly base?: string;
  readonly options?: PageOptions;
  readonly host?: string;
}

async function show({ models = [modelOf()], base = '', options, host = 'here:5000' }: Shown = {}) {
  const app = fastify();
  onTestFinished(async () => app.close());
  const page = pageFor(models.map(slotOf), base, options);
  app.get('/', (_, reply) => page(reply));
  const { body, headers } = await app.inject({ url: '/', headers: { host } });
  return { body, policy: String(headers['content-security-policy']), headers };
}

describe('the page', () => {
  it('names the model, its version and licence, and has a form that works without its script', async () => {
    const { body } = await show();
    expect(body).toContain('<h1 id="model-pictures">Pictures</h1>');
    expect(body).toContain('<li>version 1.2.3</li><li>Apache-2.0</li>');
    expect(body).toContain(
      '<form method="post" enctype="multipart/form-data" action="/v2/models/pictures/predict/"',
    );
    expect(body).toContain(
      '<input type="file" name="data" accept=".png,.jpg,.jpeg,.webp" required>',
    );
    expect(body).not.toContain('<nav');
  });

  it('has a section for each of several models, and links to them', async () => {
    const { body } = await show({ models: variousModels });
    for (const { name } of variousModels) {
      expect(body).toContain(`<a href="#model-${name}">`);
      expect(body).toContain(`<h2 id="model-${name}">`);
    }
  });

  it('allows its own style and script alone', async () => {
    const { body, policy } = await show();
    for (const tag of ['style', 'script']) {
      const [, content = ''] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(body) ?? [];
      const hash = createHash('sha256').update(content).digest('base64');
      expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(policy).not.toContain('unsafe');
    expect(body).not.toMatch(/\s(style|on[a-z]+)="|(src|href)="(https?:)?\/\//);
  });

  it('writes whatever a module says as text', async () => {
    const title = '<script>alert(1)</script>';
    const inputs: Field[] = [{ name: '"><b>', type: 'category', values: ['<i>'] }];
    const { body } = await show({
      models: [modelOf({ title, summary: title, inputs })],
    });
    expect(body.match(/<script>/g)).toHaveLength(1);
    expect(body).not.toContain('<b>');
    expect(body).not.toContain('<i>');
  });

  it('has a control for each argument of a container, with its default, choices and range', async () => {
    const title = { name: 'title', type: 'text', description: 'My <words>.', example: 'A leaf' };
    const { body } = await show({
      models: [
        modelOf({
          ...{ backend: 'container', predictArguments: styleArguments },
          inputs: [
            { name: 'content', type: 'image' },
            { ...title, type: 'text' },
          ],
        }),
      ],
    });
    expect(body).toContain(
      '<input type="file" name="content" accept=".png,.jpg,.jpeg,.webp" required>',
    );
    expect(body).toContain(
      '<select name="style"><option>mosaic</option><option selected>candy</option></select>',
    );
    expect(body).toContain(
      '<input type="number" step="any" name="strength" value="0.5" min="0" max="1">',
    );
    expect(body).toContain('<option>1</option><option selected>2</option><option>5</option>');
    expect(body).toContain('<textarea name="title" rows="3" required>A leaf</textarea>');
    expect(body).toContain('<small>My &#60;words&#62;.</small>');
    expect(body).toContain('<input type="number" step="1" name="width" value="" min="16">');
    expect(body).not.toContain('name="accept"');
    expect(body).not.toContain('A file of rows');
  });

  it('has a control for each column, and a place for a file of many rows', async () => {
    const { body } = await show({ models: variousModels.slice(1, 2) });
    expect(body).toContain(
      '<input type="number" step="any" name="area" value="15.2" data-is="json" required>',
    );
    expect(body).toContain(
      '<select name="colour"><option value="">–</option><option>red</option><option>blue</option></select>',
    );
    expect(body).toContain('<small>In mm².</small>');
    expect(body).toContain('A file of rows');
  });

  it('has a control for each argument of a model that takes arguments', async () => {
    const { body } = await show({ models: [deepaasTest] });
    const names = deepaasTest.predictArguments.map(({ name }) => name);
    for (const name of names.filter((one) => one !== 'accept')) {
      expect(body).toContain(`name="${name}"`);
    }
  });

  it.each([
    [undefined, 'hidden'],
    [{ needsKeys: true }, 'shown'],
  ])('asks for a key where one is needed: %j', async (options, expected) => {
    const { body } = await show({ options });
    expect(/<form class="key" hidden>/.test(body)).toBe(expected === 'hidden');
    expect(body.includes('Authorization: Bearer $ORANGERY_KEY')).toBe(expected === 'shown');
  });

  it('keeps to its base path, and leaves out documents that are not there', async () => {
    const { body } = await show({ base: '/garden', options: { hasDoc: false } });
    expect(body).toContain('http://here:5000/garden/v2/models/pictures/predict/');
    const links = [...body.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, link]) => link);
    expect(links).toMatchInlineSnapshot(`
      [
        "/garden/v2/models/pictures/predict/",
        "/garden/openapi.json",
        "/garden/swagger.json",
        "/garden/v2/models/",
      ]
    `);
  });

  it('puts nothing but a host into the line for the shell', async () => {
    const { body } = await show({ host: 'a;reboot' });
    expect(body).toContain(
      'curl -F data=@picture.png http://localhost/v2/models/pictures/predict/',
    );
    expect(body).not.toContain('reboot');
  });

  it('tells of a model that was loaded anew', async () => {
    const slot = { name: 'pictures', isReady: true, current: modelOf() };
    const app = fastify();
    onTestFinished(async () => app.close());
    const page = pageFor([slot], '');
    app.get('/', (_, reply) => page(reply));
    expect((await app.inject('/')).body).toContain('version 1.2.3');
    slot.current = modelOf({ version: '2.0.0' });
    expect((await app.inject('/')).body).toContain('version 2.0.0');
  });
});
