import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { callSnippets, startCommand } from '../../../marketplace/src/catalogue/call-snippets.ts';
import { moduleFields } from '../../../marketplace/src/catalogue/fields.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

const code = (id: string): Record<string, string> =>
  Object.fromEntries(callSnippets(fixtureModule(id)).map(({ title, code }) => [title, code]));

describe('callSnippets', () => {
  it('sends a picture by curl, Python, JavaScript and Triton’s client', () => {
    expect(code('leaf-classifier')).toMatchInlineSnapshot(`
      {
        "JavaScript": "import { openAsBlob } from "node:fs";

      const url = "http://127.0.0.1:5000/v2/models/leaf-classifier/predict/";
      const body = new FormData();
      body.append("data", await openAsBlob("picture.png"), "picture.png");
      const answer = await fetch(url, { method: "POST", body });
      if (!answer.ok) throw new Error(await answer.text());
      console.log(await answer.json());",
        "Python": "import requests

      url = "http://127.0.0.1:5000/v2/models/leaf-classifier/predict/"
      with open("picture.png", "rb") as file:
          answer = requests.post(url, files={"data": file}, timeout=30)
      answer.raise_for_status()
      print(answer.json())",
        "Triton client": "import numpy
      import tritonclient.http as triton

      client = triton.InferenceServerClient("127.0.0.1:5000")
      with open("picture.png", "rb") as file:
          data = numpy.array([file.read()], dtype=object)
      tensor = triton.InferInput("data", data.shape, "BYTES")
      tensor.set_data_from_numpy(data)
      answer = client.infer("leaf-classifier", [tensor])
      for output in answer.get_response()["outputs"]:
          print(output["name"], answer.as_numpy(output["name"]))",
        "curl": "curl -F data=@picture.png http://127.0.0.1:5000/v2/models/leaf-classifier/predict/",
      }
    `);
  });

  it('sends a row of a table with the values the module gives as examples', () => {
    const snippets = code('seed-classifier');
    expect(snippets['curl']).toContain('"kernel_length": 5.763');
    expect(snippets['Python']).toContain('"kernel_length": 5.763');
    expect(snippets['curl, a whole table']).toContain('data=@rows.csv');
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

  it('sends a sample of the module where it has one', () => {
    const module = { ...fixtureModule('leaf-classifier'), files: ['module.md', 'sample/oak.JPG'] };
    for (const { code } of callSnippets(module)) {
      expect(code).toContain('modules/leaf-classifier/sample/oak.JPG');
    }
  });

  it('sends the values of a series as numbers', () => {
    const series = withFrontMatter(fixtureModule('leaf-classifier'), {
      recipe: 'time-series-forecasting',
    });
    expect(callSnippets(series).at(-1)!.code).toContain('numpy.loadtxt("history.csv"');
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
  expect(callSnippets(withFrontMatter(walk, { inputs }))).toHaveLength(4);
});

describe('startCommand', () => {
  it.each([
    ['leaf-classifier', 'npx orangery serve leaf-classifier'],
    ['image-classifier', null],
    ['leaf-walk', 'npx orangery serve leaf-walk'],
  ])('of %s is %s', (id, command) => {
    expect(startCommand(fixtureModule(id))).toBe(command);
  });

  it('serves a trained graph of another framework, and a container, in the same way', () => {
    const module = fixtureModule('leaf-classifier');
    expect(startCommand(withFrontMatter(module, { runtime: 'onnx' }))).toBe(
      'npx orangery serve leaf-classifier',
    );
    expect(startCommand(fixtureModule('plant-detector'))).toBe('npx orangery serve plant-detector');
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
