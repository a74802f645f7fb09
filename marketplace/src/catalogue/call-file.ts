import type { Call, Snippet } from './call.ts';
import { shellWord } from './shell-word.ts';

/** What is sent as multipart. */
export interface SentForm {
  /** Paths of the files to send, by the names of their parts. */
  readonly files: Readonly<Record<string, string>>;
  /** Further parts, by name. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Sends a file, or several and values beside them, as multipart, as DEEPaaS takes it. */
export function fileSnippets(call: Call, sent: SentForm): readonly Snippet[] {
  const url = `${call.address}/v2/models/${encodeURIComponent(call.model)}/predict/`;
  return [
    { title: 'curl', language: 'shell', code: curl(url, sent) },
    { title: 'Python', language: 'python', code: python(url, sent) },
    { title: 'JavaScript', language: 'javascript', code: javascript(url, sent) },
  ];
}

function curl(url: string, { files, values = {} }: SentForm): string {
  const parts = [
    ...Object.entries(files).map(([name, file]) => `${name}=@${file}`),
    ...Object.entries(values).map(([name, value]) => `${name}=${value}`),
  ];
  return `curl ${parts.map((part) => `-F ${shellWord(part)}`).join(' ')} ${shellWord(url)}`;
}

function python(url: string, { files, values }: SentForm): string {
  const sent = values === undefined ? '' : `, data=${dictionary(values)}`;
  const open = (path: string): string => `open(${JSON.stringify(path)}, "rb")`;
  const [[name, path] = ['', ''], ...others] = Object.entries(files);
  const parts = [
    `${JSON.stringify(name)}: file`,
    ...others.map(([key, file]) => `${JSON.stringify(key)}: ${open(file)}`),
  ];
  return `import requests

url = ${JSON.stringify(url)}
with ${open(path)} as file:
    answer = requests.post(url, files={${parts.join(', ')}}${sent}, timeout=30)
answer.raise_for_status()
print(answer.json())`;
}

function dictionary(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map((pair) => pair.map((word) => JSON.stringify(word)));
  return `{${pairs.map((pair) => pair.join(': ')).join(', ')}}`;
}

function javascript(url: string, { files, values = {} }: SentForm): string {
  const append = (name: string, ...words: readonly string[]): string =>
    `body.append(${[JSON.stringify(name), ...words].join(', ')});`;
  const lines = [
    ...Object.entries(files).map(([name, file]) =>
      append(
        name,
        `await openAsBlob(${JSON.stringify(file)})`,
        JSON.stringify(file.split('/').at(-1)),
      ),
    ),
    ...Object.entries(values).map(([name, value]) => append(name, JSON.stringify(value))),
  ];
  return `import { openAsBlob } from "node:fs";

const url = ${JSON.stringify(url)};
const body = new FormData();
${lines.join('\n')}
const answer = await fetch(url, { method: "POST", body });
if (!answer.ok) throw new Error(await answer.text());
console.log(await answer.json());`;
}

/** Sends the bytes of a file as a tensor of BYTES. */
export function tritonBytes(call: Call, name: string, file: string): Snippet {
  return triton(
    call,
    `with open(${JSON.stringify(file)}, "rb") as file:
    data = numpy.array([file.read()], dtype=object)
tensor = triton.InferInput(${JSON.stringify(name)}, data.shape, "BYTES")`,
  );
}

/** Sends the last column of a table as a tensor of numbers. */
export function tritonSeries(call: Call, name: string, file: string): Snippet {
  return triton(
    call,
    `# the values are the last column
data = numpy.loadtxt(${JSON.stringify(file)}, delimiter=",", skiprows=1, usecols=-1, ndmin=2).T
tensor = triton.InferInput(${JSON.stringify(name)}, data.shape, "FP64")`,
  );
}

function triton({ address, model }: Call, tensor: string): Snippet {
  const code = `import numpy
import tritonclient.http as triton

client = triton.InferenceServerClient(${JSON.stringify(hostOf(address))})
${tensor}
tensor.set_data_from_numpy(data)
answer = client.infer(${JSON.stringify(model)}, [tensor])
${printAnswer}`;
  return { title: 'Triton client', language: 'python', code };
}

/** Triton's client takes a host and a port. */
export function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, '');
}

export const printAnswer = `for output in answer.get_response()["outputs"]:
    print(output["name"], answer.as_numpy(output["name"]))`;
