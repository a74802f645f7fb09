import type { Field } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { imageCommand } from '../../../marketplace/src/catalogue/call-container.ts';
import { callSnippets, startCommand } from '../../../marketplace/src/catalogue/call-snippets.ts';
import { describeTryIt } from '../../../marketplace/src/catalogue/try-it.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';
import { viewModules } from '../make-views.ts';

const plain = fixtureModule('plant-detector');
const taking = (inputs: readonly Field[]): Module =>
  withFrontMatter(plain, { inputs: [...inputs] });
const codes = (module: Module): Record<string, string> =>
  Object.fromEntries(callSnippets(module).map(({ title, code }) => [title, code]));

describe('calls of a container', () => {
  it('ask our server for it by its id, and name the file as its own server does', () => {
    const model = { ...plain.frontMatter.container, model: 'detector' };
    const photo = { ...taking([{ name: 'photo', type: 'image' }]), files: ['sample/a.png'] };
    const found = codes(withFrontMatter(photo, { container: model }));
    expect(Object.keys(found)).toEqual(['curl', 'Python', 'JavaScript', 'Triton client']);
    expect(found['curl']).toBe(
      'curl -F photo=@modules/plant-detector/sample/a.png http://127.0.0.1:5000/v2/models/plant-detector/predict/',
    );
    expect(found['Triton client']).toContain('triton.InferInput("photo", data.shape, "BYTES")');
  });

  it('send values as JSON, without those that may be left out', () => {
    const found = codes(
      taking([
        { name: 'text', type: 'text' },
        { name: 'top', type: 'integer', required: false, example: 5 },
      ]),
    );
    expect(found['curl']).toContain('"text": "text"');
    expect(found['curl']).not.toContain('top');
    expect(found).not.toHaveProperty('curl, a whole table');
  });

  it('send several files and the values beside them in one form', () => {
    const found = codes(
      taking([
        { name: 'content', type: 'image' },
        { name: 'style', type: 'image' },
        { name: 'strength', type: 'number', example: 0.5 },
        { name: 'mode', type: 'category', values: ['fast', 'good'] },
      ]),
    );
    expect(found).toMatchInlineSnapshot(`
      {
        "JavaScript": "import { openAsBlob } from "node:fs";

      const url = "http://127.0.0.1:5000/v2/models/plant-detector/predict/";
      const body = new FormData();
      body.append("content", await openAsBlob("picture.png"), "picture.png");
      body.append("style", await openAsBlob("picture.png"), "picture.png");
      body.append("strength", "0.5");
      body.append("mode", "fast");
      const answer = await fetch(url, { method: "POST", body });
      if (!answer.ok) throw new Error(await answer.text());
      console.log(await answer.json());",
        "Python": "import requests

      url = "http://127.0.0.1:5000/v2/models/plant-detector/predict/"
      with open("picture.png", "rb") as file:
          answer = requests.post(url, files={"content": file, "style": open("picture.png", "rb")}, data={"strength": "0.5", "mode": "fast"}, timeout=30)
      answer.raise_for_status()
      print(answer.json())",
        "curl": "curl -F content=@picture.png -F style=@picture.png -F strength=0.5 -F mode=fast http://127.0.0.1:5000/v2/models/plant-detector/predict/",
      }
    `);
  });

  it('ask for something where all may be left out', () => {
    const optional = { type: 'number', required: false } as const;
    const found = codes(
      taking([
        { name: 'a', ...optional },
        { name: 'b', ...optional },
      ]),
    );
    expect(found['curl']).toContain('"a": 1');
    expect(found['curl']).not.toContain('"b"');
  });

  it('are left to its own server where the module does not say what it takes', () => {
    expect(callSnippets(withFrontMatter(plain, { inputs: undefined }))).toEqual([]);
  });
});

describe('imageCommand', () => {
  const run = (container: Module['frontMatter']['container']): string | null =>
    imageCommand(withFrontMatter(plain, { container }));

  it('starts the image alone, whatever its name holds', () => {
    expect(run({ image: 'a/b; rm -rf ~', port: 8080 })).toBe(
      `docker run --rm -p 127.0.0.1:5000:8080 'a/b; rm -rf ~'`,
    );
  });

  it('is not there where the image is built here, or lacks the weights', () => {
    expect(run({})).toBeNull();
    const artifact = { sha256: '0'.repeat(64), bytes: 1 };
    expect(imageCommand(withFrontMatter(plain, { artifact }))).toBeNull();
  });
});

describe('a tool', () => {
  const tool = withFrontMatter(plain, { kind: 'tool', inputs: [{ name: 'text', type: 'text' }] });

  it('is started where it says how, and called by nothing of ours', () => {
    expect(startCommand(tool)).toBeNull();
    expect(startCommand(withFrontMatter(tool, { tool: {} }))).toBe(
      'npx orangery serve plant-detector',
    );
    expect([callSnippets(tool), imageCommand(tool)]).toEqual([[], null]);
    expect(describeTryIt(viewModules([tool])[0]!)).toBeUndefined();
  });
});
