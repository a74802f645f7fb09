import { parseYaml } from '@orangery/schemas/files';
import {
  listOf,
  objectOf,
  toJson,
  type Json,
  type JsonObject,
} from '../../../actions/local-github/executor/json.ts';

/** A workflow as it is written, before anything is evaluated. */
export interface WorkflowFile {
  readonly path: string;
  readonly source: JsonObject;
  readonly events: readonly string[];
  readonly jobs: readonly PlacedJob[];
  /** The text of the line that a JSON pointer's key stands on. */
  readonly lineAt: (pointer: string) => string;
  /** `path:line: message`. */
  readonly say: (pointer: string, message: string) => string;
}

export interface PlacedJob {
  readonly id: string;
  readonly pointer: string;
  readonly job: JsonObject;
  readonly steps: readonly PlacedStep[];
}

export interface PlacedStep {
  readonly pointer: string;
  readonly step: JsonObject;
  /** Name of the action without its version, `./…` for ours, empty for a script. */
  readonly action: string;
  readonly inputs: JsonObject;
}

/** What is wrong with a workflow by one rule. */
export type Rule = (file: WorkflowFile) => readonly string[];

/** Reads the text of a workflow as plain data. */
export function workflowFile(path: string, text: string): WorkflowFile {
  const yaml = parseYaml(text, path);
  const [problem] = yaml.problems;
  if (problem !== undefined) throw new Error(`${path}: ${problem.found}`);
  const source = objectOf(toJson(yaml.value));
  const lines = text.split('\n');
  const lineOf = (pointer: string): number =>
    yaml.locate({ pointer, expected: '', found: '', atKey: true }).line ?? 1;
  const on = source['on'];
  return {
    ...{ path, source },
    events: typeof on === 'object' && !Array.isArray(on) ? Object.keys(objectOf(on)) : texts(on),
    jobs: Object.entries(objectOf(source['jobs'])).map(([id, job]) => placedJob(id, objectOf(job))),
    lineAt: (pointer) => lines[lineOf(pointer) - 1] ?? '',
    say: (pointer, message) => `${path}:${lineOf(pointer)}: ${message}`,
  };
}

/** Whether it lies where people contribute to; else it is one of the machines'. */
export function isControl({ path }: WorkflowFile): boolean {
  return path.startsWith('.github/');
}

/** Every text below a value, with where it stands. */
export function textsIn(value: Json | undefined, pointer = ''): [pointer: string, text: string][] {
  if (typeof value === 'string') return [[pointer, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, Json]) =>
    textsIn(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function texts(value: Json | undefined): string[] {
  return listOf(value).map(String);
}

function placedJob(id: string, job: JsonObject): PlacedJob {
  const pointer = `/jobs/${id}`;
  const steps = listOf(job['steps']).map((value, index): PlacedStep => {
    const step = objectOf(value);
    const action = String(step['uses'] ?? '').replace(/@.*$/, '');
    const inputs = objectOf(step['with']);
    return { pointer: `${pointer}/steps/${index}`, step, action, inputs };
  });
  return { id, pointer, job, steps };
}
