import { Failure } from '@orangery/schemas';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import { packValue, unpackValue, type PlainValue } from './wire/values.ts';

const json = 'parameters.json';
const binary = 'parameters.bin';

/** What a module's code saved, as files of an artifact. */
export function parameterFiles(saved: PlainValue): Map<string, Uint8Array> {
  const packed = packValue(saved);
  return new Map([
    [json, new TextEncoder().encode(`${packed.json}\n`)],
    ...(packed.bytes.length === 0 ? [] : [[binary, packed.bytes] as const]),
  ]);
}

/**
 * What the code saved, from an artifact's files.
 * @throws Failure FILE_INVALID
 */
export function readParameters(files: ArtifactFiles): PlainValue {
  const text = files.get(json);
  try {
    if (text === undefined) throw new Error('found no such file');
    const bytes = files.get(binary) ?? new Uint8Array();
    return unpackValue({ json: new TextDecoder().decode(text), bytes });
  } catch (cause) {
    throw new Failure('FILE_INVALID', `artifact/${json}: expected what a module's code saved`, {
      cause,
      hint: 'Train the module again.',
    });
  }
}
