import type { Field } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { moduleFields } from './fields.ts';
import { shellWord } from './shell-word.ts';

/** Where `orangery serve` listens when nothing else is said. */
const localAddress = 'http://127.0.0.1:5000';

export interface Snippet {
  readonly title: string;
  readonly language: 'shell' | 'python';
  readonly code: string;
}

/**
 * The command that serves a module on the reader's machine; null when it has no weights, or a runtime
 * that is shown but not served here.
 */
export function startCommand({ id, frontMatter }: Module): string | null {
  const { runtime, artifact, container } = frontMatter;
  const isLoaded = runtime !== 'container';
  const hasWeights = artifact !== undefined || runtime === 'pipeline';
  if (isLoaded && hasWeights) return `npx orangery serve ${id}`;
  if (runtime !== 'container' || container?.image === undefined) return null;
  return `docker run --rm -p 127.0.0.1:5000:${container.port ?? 5000} ${shellWord(container.image)}`;
}

/** Lines that ask a served module for a prediction: a file as multipart, values as JSON, and Python. */
export function callSnippets(module: Module): readonly Snippet[] {
  const { runtime, container } = module.frontMatter;
  const model = encodeURIComponent(container?.model ?? module.id);
  const url = `${localAddress}/v2/models/${model}/predict/`;
  const { inputs } = moduleFields(module);
  const picture = inputs.find(({ type }) => ['image', 'audio', 'file'].includes(type));
  // of a pipeline only what its front matter says is known without its steps
  if (runtime === 'pipeline' && inputs.length === 0) return [];
  // a container takes the names it declares, and in most images no JSON
  if (runtime === 'container') return fileSnippets(url, (picture ?? inputs[0])?.name ?? 'data');
  if (picture === undefined) return tableSnippets(url, inputs);
  const [file, python] = fileSnippets(url, 'data');
  return [file, pictureAsJson(url), python];
}

function fileSnippets(url: string, name: string): readonly [Snippet, Snippet] {
  return [
    {
      title: 'curl, a file',
      language: 'shell',
      code: `curl -F ${shellWord(`${name}=@picture.png`)} ${shellWord(url)}`,
    },
    {
      title: 'Python',
      language: 'python',
      code: python(url, [
        'with open("picture.png", "rb") as picture:',
        `    answer = requests.post(url, files={${JSON.stringify(name)}: picture}, timeout=30)`,
      ]),
    },
  ];
}

function pictureAsJson(url: string): Snippet {
  return {
    title: 'curl, JSON',
    language: 'shell',
    code: [
      `base64 < picture.png | tr -d '\\n' | sed 's/.*/{"data": "&"}/' |`,
      `  curl -H 'Content-Type: application/json' -d @- ${url}`,
    ].join('\n'),
  };
}

function tableSnippets(url: string, inputs: readonly Field[]): readonly Snippet[] {
  const row = Object.fromEntries(inputs.map((field) => [field.name, exampleOf(field)]));
  const json = JSON.stringify(row, null, 2);
  return [
    {
      title: 'curl, JSON',
      language: 'shell',
      code: `curl ${url} \\\n  -H 'Content-Type: application/json' \\\n  -d ${shellWord(json)}`,
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
