import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { callSnippets, startCommand } from '../../../marketplace/src/catalogue/call-snippets.ts';
import { moduleFields } from '../../../marketplace/src/catalogue/fields.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

const code = (id: string): Record<string, string> =>
  Object.fromEntries(callSnippets(fixtureModule(id)).map(({ title, code }) => [title, code]));

describe('callSnippets', () => {
  it('sends a picture as a file, as JSON and by Python', () => {
    expect(code('leaf-classifier')).toMatchInlineSnapshot(`
      {
        "Python": "import requests

      url = "http://127.0.0.1:5000/v2/models/leaf-classifier/predict/"
      with open("picture.png", "rb") as picture:
          answer = requests.post(url, files={"data": picture}, timeout=30)
      answer.raise_for_status()
      print(answer.json())",
        "curl, JSON": "base64 < picture.png | tr -d '\\n' | sed 's/.*/{"data": "&"}/' |
        curl -H 'Content-Type: application/json' -d @- http://127.0.0.1:5000/v2/models/leaf-classifier/predict/",
        "curl, a file": "curl -F data=@picture.png http://127.0.0.1:5000/v2/models/leaf-classifier/predict/",
      }
    `);
  });

  it('sends a row of a table with the values the module gives as examples', () => {
    const snippets = code('seed-classifier');
    expect(snippets['curl, JSON']).toContain('"kernel_length": 5.763');
    expect(snippets['Python']).toContain('"kernel_length": 5.763');
    expect(snippets['curl, a file']).toContain('data=@rows.csv');
  });

  it('writes JSON that the shell reads back as it is, whatever a name or example holds', () => {
    const hostile = withFrontMatter(fixtureModule('seed-classifier'), {
      inputs: [{ name: 'a', type: 'text', example: `'; touch owned; echo "$(id)` }],
    });
    const line = callSnippets(hostile)[0]!.code.replace(/^curl/, 'printf "%s\\0"');
    const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0');
    expect(JSON.parse(words[words.indexOf('-d') + 1]!)).toEqual({
      a: `'; touch owned; echo "$(id)`,
    });
  });

  it('writes Python values for a table without examples', () => {
    const plain = withFrontMatter(fixtureModule('seed-classifier'), {
      inputs: [
        { name: 'isRipe', type: 'boolean' },
        { name: 'size', type: 'number' },
        { name: 'color', type: 'category', values: ['red', 'green'] },
      ],
    });
    const python = callSnippets(plain).find(({ title }) => title === 'Python')!.code;
    expect(python).toContain('"isRipe": True');
    expect(python).toContain('"size": 1');
    expect(python).toContain('"color": "red"');
  });
});

it('of a pipeline that leaves what it takes to its steps shows no call', () => {
  const walk = fixtureModule('leaf-walk');
  expect(callSnippets(walk)).toEqual([]);
  const inputs = [{ name: 'data', type: 'image' as const }];
  expect(callSnippets(withFrontMatter(walk, { inputs }))).toHaveLength(3);
});

describe('startCommand', () => {
  it.each([
    ['leaf-classifier', 'npx orangery serve leaf-classifier'],
    ['image-classifier', null],
    ['leaf-walk', 'npx orangery serve leaf-walk'],
  ])('of %s is %s', (id, command) => {
    expect(startCommand(fixtureModule(id))).toBe(command);
  });

  it('serves a trained graph of another framework, and no runtime that is not known', () => {
    const module = fixtureModule('leaf-classifier');
    expect(startCommand(withFrontMatter(module, { runtime: 'onnx' }))).toBe(
      'npx orangery serve leaf-classifier',
    );
    expect(startCommand(withFrontMatter(module, { runtime: 'container' }))).toBeNull();
  });

  it('quotes the image of a container', () => {
    const container = { image: 'a/b; rm -rf ~', port: 8080 };
    const module = withFrontMatter(fixtureModule('plant-detector'), { container });
    expect(startCommand(module)).toBe(`docker run --rm -p 127.0.0.1:5000:8080 'a/b; rm -rf ~'`);
  });
});

describe('moduleFields', () => {
  it('takes columns from the data where a module names no inputs', () => {
    const silent = withFrontMatter(fixtureModule('seed-classifier'), { inputs: undefined });
    expect(moduleFields(silent).inputs[0]).toEqual({ name: 'area', type: 'number' });
    expect(moduleFields(silent).inputs.map(({ name }) => name)).not.toContain('variety');
  });

  it('names the classes a trained module answers with', () => {
    expect(moduleFields(fixtureModule('seed-classifier')).outputs[0]!.values).toEqual([
      'Kama',
      'Rosa',
      'Canadian',
    ]);
  });
});
