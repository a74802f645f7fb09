import type { Field } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { fileSnippets, tritonBytes } from './call-file.ts';
import { exampleOf, rowSnippets, tritonRow } from './call-row.ts';
import type { Call, Snippet } from './call.ts';
import { shellWord } from './shell-word.ts';

/** Inputs that are sent as a part of a form, which their server reads as a file. */
const files: readonly Field['type'][] = ['image', 'audio', 'file'];

/** Whether a container reads an input as a file. */
export function isFileInput({ type }: Field): boolean {
  return files.includes(type);
}

/**
 * Asks a served container module, by the names that its own server has for its arguments: what may be left
 * out is, where something else is asked for. None where the module does not say what it takes.
 * @param fileOf path of a file to send for an input
 */
export function containerSnippets(
  call: Call,
  inputs: readonly Field[],
  fileOf: (field: Field) => string,
): readonly Snippet[] {
  const needed = inputs.filter(({ required }) => required !== false);
  const asked = needed.length > 0 ? needed : inputs.slice(0, 1);
  if (asked.length === 0) return [];
  const whole = asked.filter(isFileInput);
  if (whole.length === 0) return [...rowSnippets(call, asked), tritonRow(call, asked)];
  const others = asked.filter((field) => !isFileInput(field));
  const snippets = fileSnippets(call, {
    files: Object.fromEntries(whole.map((field) => [field.name, fileOf(field)])),
    ...(others.length > 0 && {
      values: Object.fromEntries(others.map((field) => [field.name, exampleText(field)])),
    }),
  });
  if (asked.length > 1) return snippets;
  return [...snippets, tritonBytes(call, asked[0]!.name, fileOf(asked[0]!))];
}

function exampleText(field: Field): string {
  const example = exampleOf(field);
  return typeof example === 'string' ? example : JSON.stringify(example);
}

/** The command that starts a container alone; null where it is built here, or has weights of its own beside its image. */
export function imageCommand({ frontMatter }: Module): string | null {
  const { container, artifact, kind } = frontMatter;
  if (container?.image === undefined || artifact !== undefined || kind === 'tool') return null;
  return `docker run --rm -p 127.0.0.1:5000:${container.port ?? 5000} ${shellWord(container.image)}`;
}
