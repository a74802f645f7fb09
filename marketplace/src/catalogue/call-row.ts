import type { Field } from '@orangery/schemas';
import { hostOf, printAnswer } from './call-file.ts';
import type { Call, Snippet } from './call.ts';
import { shellWord } from './shell-word.ts';

/** Sends values by name as JSON: a row of a table, a text. */
export function rowSnippets(call: Call, inputs: readonly Field[]): readonly Snippet[] {
  const url = `${call.address}/v2/models/${encodeURIComponent(call.model)}/predict/`;
  const json = exampleRow(inputs);
  return [
    {
      title: 'curl',
      language: 'shell',
      code: `curl ${shellWord(url)} \\\n  -H 'Content-Type: application/json' \\\n  -d ${shellWord(json)}`,
    },
    {
      title: 'Python',
      language: 'python',
      code: `import requests

url = ${JSON.stringify(url)}
row = ${pythonLiteral(json)}
answer = requests.post(url, json=row, timeout=30)
answer.raise_for_status()
print(answer.json())`,
    },
    {
      title: 'JavaScript',
      language: 'javascript',
      code: `const url = ${JSON.stringify(url)};
const row = ${json};
const answer = await fetch(url, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(row),
});
if (!answer.ok) throw new Error(await answer.text());
console.log(await answer.json());`,
    },
  ];
}

/** Sends rows as a file; the answer is a list in their order, or a table where one is asked for. */
export function tableSnippet({ address, model }: Call, file: string): Snippet {
  const url = `${address}/v2/models/${encodeURIComponent(model)}/predict/`;
  const code = `curl -H 'Accept: text/csv' -F ${shellWord(`data=@${file}`)} ${shellWord(url)}`;
  return { title: 'curl, a whole table', language: 'shell', code };
}

/** Sends a tensor a column. */
export function tritonRow({ address, model }: Call, inputs: readonly Field[]): Snippet {
  const code = `import numpy
import tritonclient.http as triton

client = triton.InferenceServerClient(${JSON.stringify(hostOf(address))})
row = ${pythonLiteral(exampleRow(inputs))}
types = {str: ("BYTES", object), bool: ("BOOL", bool)}
inputs = []
for name, value in row.items():
    datatype, dtype = types.get(type(value), ("FP64", float))
    tensor = triton.InferInput(name, [1], datatype)
    tensor.set_data_from_numpy(numpy.array([value], dtype=dtype))
    inputs.append(tensor)
answer = client.infer(${JSON.stringify(model)}, inputs)
${printAnswer}`;
  return { title: 'Triton client', language: 'python', code };
}

function exampleRow(inputs: readonly Field[]): string {
  const row = inputs.map((field) => [field.name, exampleOf(field)] as const);
  return JSON.stringify(Object.fromEntries(row), null, 2);
}

/** What the module gives as an example, else the plainest value of the type. */
export function exampleOf({ example, values, type }: Field): unknown {
  if (example !== undefined) return example;
  if (values?.[0] !== undefined) return values[0];
  if (type === 'boolean') return true;
  return type === 'number' || type === 'integer' ? 1 : 'text';
}

/** JSON of a flat row is Python but for three words. */
function pythonLiteral(json: string): string {
  return json
    .replace(/: true(,?)$/gm, ': True$1')
    .replace(/: false(,?)$/gm, ': False$1')
    .replace(/: null(,?)$/gm, ': None$1');
}
