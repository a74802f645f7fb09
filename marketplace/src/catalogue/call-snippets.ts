import type { Field } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { moduleFields } from './fields.ts';

/** Where `orangery serve` listens when nothing else is said. */
const localAddress = 'http://127.0.0.1:5000';

export interface Snippet {
  readonly title: string;
  readonly language: 'shell' | 'python';
  readonly code: string;
}

/** The command that serves a module on the reader's machine. */
export function serveCommand({ id }: Module): string {
  return `npx orangery serve ${id}`;
}

/** Lines that ask a served module for a prediction: a file as multipart, values as JSON, and Python. */
export function callSnippets(module: Module): readonly Snippet[] {
  const url = `${localAddress}/v2/models/${module.id}/predict/`;
  const { inputs } = moduleFields(module);
  const picture = inputs.find(({ type }) => type === 'image');
  return picture === undefined ? tableSnippets(url, inputs) : pictureSnippets(url);
}

function pictureSnippets(url: string): readonly Snippet[] {
  return [
    { title: 'curl, a file', language: 'shell', code: `curl -F data=@picture.png ${url}` },
    {
      title: 'curl, JSON',
      language: 'shell',
      code: [
        `base64 < picture.png | tr -d '\\n' | sed 's/.*/{"data": "&"}/' |`,
        `  curl -H 'Content-Type: application/json' -d @- ${url}`,
      ].join('\n'),
    },
    {
      title: 'Python',
      language: 'python',
      code: python(url, [
        'with open("picture.png", "rb") as picture:',
        '    answer = requests.post(url, files={"data": picture}, timeout=30)',
      ]),
    },
  ];
}

function tableSnippets(url: string, inputs: readonly Field[]): readonly Snippet[] {
  const row = Object.fromEntries(inputs.map((field) => [field.name, exampleOf(field)]));
  const json = JSON.stringify(row, null, 2);
  return [
    {
      title: 'curl, JSON',
      language: 'shell',
      code: `curl -H 'Content-Type: application/json' ${url} \\\n  -d '${json.replaceAll("'", `'\\''`)}'`,
    },
    { title: 'curl, a file', language: 'shell', code: `curl -F data=@rows.csv ${url}` },
    {
      title: 'Python',
      language: 'python',
      code: python(url, [
        `row = ${pythonLiteral(json)}`,
        'answer = requests.post(url, json=row, timeout=30)',
      ]),
    },
  ];
}

function exampleOf({ example, values, type }: Field): unknown {
  if (example !== undefined) return example;
  if (values?.[0] !== undefined) return values[0];
  if (type === 'boolean') return true;
  return type === 'number' || type === 'integer' ? 1 : 'text';
}

function python(url: string, lines: readonly string[]): string {
  const end = ['answer.raise_for_status()', 'print(answer.json())'];
  return ['import requests', '', `url = "${url}"`, ...lines, ...end].join('\n');
}

/** JSON of a flat row is Python but for three words. */
function pythonLiteral(json: string): string {
  return json
    .replace(/: true(,?)$/gm, ': True$1')
    .replace(/: false(,?)$/gm, ': False$1')
    .replace(/: null(,?)$/gm, ': None$1');
}
