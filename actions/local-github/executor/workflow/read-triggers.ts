import { isObject, listOf, objectOf, type Json, type JsonObject } from '../json.ts';
import type { DispatchInput, Trigger } from './workflow.ts';

/** Reads `on:` in each of its three forms: a name, a list of names, a mapping. */
export function readTriggers(on: Json): readonly Trigger[] {
  if (!isObject(on)) return listOf(on).map((event) => ({ event: String(event) }));
  return Object.entries(on).map(([event, filters]) => readTrigger(event, filters));
}

function readTrigger(event: string, source: Json): Trigger {
  if (event === 'schedule') {
    return { event, crons: listOf(source).map((entry) => String(objectOf(entry)['cron'])) };
  }
  const filters = objectOf(source);
  return {
    event,
    types: texts(filters['types']),
    branches: texts(filters['branches']),
    branchesIgnore: texts(filters['branches-ignore']),
    tags: texts(filters['tags']),
    tagsIgnore: texts(filters['tags-ignore']),
    paths: texts(filters['paths']),
    pathsIgnore: texts(filters['paths-ignore']),
    workflows: texts(filters['workflows']),
    inputs: Object.entries(objectOf(filters['inputs'])).map(([name, input]) =>
      readInput(name, objectOf(input)),
    ),
  };
}

function texts(value: Json | undefined): readonly string[] | undefined {
  return value === undefined || value === null ? undefined : listOf(value).map(String);
}

const inputTypes = ['string', 'boolean', 'choice', 'number', 'environment'] as const;

function readInput(name: string, source: JsonObject): DispatchInput {
  return {
    name,
    type: inputTypes.find((type) => type === source['type']) ?? 'string',
    isRequired: source['required'] === true,
    default: source['default'],
    options: listOf(source['options']).map(String),
  };
}
