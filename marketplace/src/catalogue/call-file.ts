import type { Call, Snippet } from './call.ts';
import { shellWord } from './shell-word.ts';

/**
 * Sends a file as multipart, as DEEPaaS takes it.
 * @param name of the part
 * @param file path of the file to send
 */
export function fileSnippets(call: Call, name: string, file: string): readonly Snippet[] {
  const url = `${call.address}/v2/models/${encodeURIComponent(call.model)}/predict/`;
  return [
    {
      title: 'curl',
      language: 'shell',
      code: `curl -F ${shellWord(`${name}=@${file}`)} ${shellWord(url)}`,
    },
    { title: 'Python', language: 'python', code: python(url, name, file) },
    { title: 'JavaScript', language: 'javascript', code: javascript(url, name, file) },
  ];
}

function python(url: string, name: string, file: string): string {
  return `import requests

url = ${JSON.stringify(url)}
with open(${JSON.stringify(file)}, "rb") as file:
    answer = requests.post(url, files={${JSON.stringify(name)}: file}, timeout=30)
answer.raise_for_status()
print(answer.json())`;
}

function javascript(url: string, name: string, file: string): string {
  return `import { openAsBlob } from "node:fs";

const url = ${JSON.stringify(url)};
const body = new FormData();
body.append(${JSON.stringify(name)}, await openAsBlob(${JSON.stringify(file)}), ${JSON.stringify(file.split('/').at(-1))});
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
