import { Failure } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import { isList, isObject, listOf, objectOf, toJson, type Json, type JsonObject } from '../json.ts';
import { checkWithParser } from './check-with-parser.ts';
import { findUnsupportedFunctions } from './find-unsupported-functions.ts';
import { readPermissions } from './read-permissions.ts';
import { readTriggers } from './read-triggers.ts';
import { findUnsupportedKeys, supportedEvents, workflowShape } from './supported-keys.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from './workflow.ts';

/**
 * Reads a workflow of `.github/workflows/`.
 * @throws Failure FILE_INVALID that names every key the executor does not support, with its line
 */
export async function readWorkflow(file: string, text: string): Promise<Workflow> {
  const path = `.github/workflows/${file}`;
  const yaml = parseYaml(text, path);
  const found = yaml.problems.map((problem) => `${path}:${problem.line ?? 1}: ${problem.found}`);
  const source = toJson(yaml.value);
  const say = (pointer: string, message: string) => {
    const place = yaml.locate({ pointer, expected: '', found: '', atKey: true });
    return `${path}:${place.line ?? 1}: ${message}`;
  };
  found.push(...findUnsupported(source).map(({ pointer, message }) => say(pointer, message)));
  if (found.length === 0) found.push(...(await checkWithParser(path, text)));
  if (found.length > 0) throw invalid(found);
  return toWorkflow(file, objectOf(source));
}

interface Unsupported {
  readonly pointer: string;
  readonly message: string;
}

function findUnsupported(source: Json): Unsupported[] {
  const keys = findUnsupportedKeys(source, workflowShape).map(({ key, pointer }) => {
    return { pointer, message: `the key "${key}" is not supported by the local executor` };
  });
  const on = objectOf(source)['on'];
  const events = isObject(on) ? [] : listOf(on).filter((event) => !isSupported(event));
  return [
    ...keys,
    ...events.map((event) => {
      const message = `the event ${JSON.stringify(event)} is not supported by the local executor`;
      return { pointer: '/on', message };
    }),
    ...findWideScopes(source),
    ...findUnsupportedFunctions(source),
  ];
}

function isSupported(event: Json): boolean {
  return typeof event === 'string' && Object.hasOwn(supportedEvents, event);
}

/** `read-all` and `write-all` give more than anybody can name. */
function findWideScopes(source: Json): Unsupported[] {
  const { permissions, jobs } = objectOf(source);
  const places: [string, Json | undefined][] = [['/permissions', permissions]];
  for (const [id, job] of Object.entries(objectOf(jobs))) {
    places.push([`/jobs/${id}/permissions`, objectOf(job)['permissions']]);
  }
  return places.flatMap(([pointer, value]) => {
    if (typeof value !== 'string') return [];
    return [{ pointer, message: `permissions: ${value} is refused: name each permission` }];
  });
}

function toWorkflow(file: string, source: JsonObject): Workflow {
  const defaults = objectOf(objectOf(source['defaults'])['run']);
  return {
    file,
    name: textOr(source['name'], `.github/workflows/${file}`),
    runName: optionalText(source['run-name']),
    triggers: readTriggers(source['on'] ?? null),
    permissions: readPermissions(source['permissions']),
    env: objectOf(source['env']),
    shell: defaults['shell'],
    concurrency: source['concurrency'],
    jobs: Object.entries(objectOf(source['jobs'])).map(([id, job]) => toJob(id, objectOf(job))),
  };
}

function toJob(id: string, source: JsonObject): WorkflowJob {
  const defaults = objectOf(objectOf(source['defaults'])['run']);
  const strategy = objectOf(source['strategy']);
  return {
    id,
    name: optionalText(source['name']),
    needs: listOf(source['needs']).map(String),
    condition: source['if'],
    runsOn: source['runs-on'] ?? null,
    environment: source['environment'],
    permissions: readPermissions(source['permissions']),
    env: objectOf(source['env']),
    shell: defaults['shell'],
    workingDirectory: defaults['working-directory'],
    concurrency: source['concurrency'],
    matrix: strategy['matrix'],
    failFast: strategy['fail-fast'],
    maxParallel: strategy['max-parallel'],
    timeoutMinutes: source['timeout-minutes'],
    continueOnError: source['continue-on-error'],
    outputs: objectOf(source['outputs']),
    steps: isList(source['steps']) ? source['steps'].map((step) => toStep(objectOf(step))) : [],
  };
}

/** A step of a job, or of a composite action. */
export function toStep(source: JsonObject): WorkflowStep {
  return {
    id: textOr(source['id'], ''),
    name: optionalText(source['name']),
    condition: source['if'],
    uses: optionalText(source['uses']),
    inputs: objectOf(source['with']),
    run: optionalText(source['run']),
    env: objectOf(source['env']),
    shell: source['shell'],
    workingDirectory: source['working-directory'],
    continueOnError: source['continue-on-error'],
    timeoutMinutes: source['timeout-minutes'],
  };
}

function optionalText(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function textOr(value: Json | undefined, otherwise: string): string {
  return optionalText(value) ?? otherwise;
}

function invalid(found: readonly string[]): Failure {
  return new Failure('FILE_INVALID', found.join('\n'), {
    hint: 'actions/local-github/executor/README.md lists what the local executor supports.',
  });
}
