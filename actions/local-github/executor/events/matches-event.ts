import type { ForgeEvent } from '../../forge.ts';
import { fieldAt, textAt, toJson, type Json } from '../json.ts';
import type { Trigger, Workflow } from '../workflow/workflow.ts';
import { matchesFilter } from './matches-filter.ts';

/** Paths of the files that an event changed; asked for only where a filter needs it. */
export type ListChanges = () => Promise<readonly string[]>;

const defaultTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
};

/** Whether an event starts a workflow. */
export async function matchesEvent(
  workflow: Workflow,
  event: ForgeEvent,
  listChanges: ListChanges,
): Promise<boolean> {
  const trigger = workflow.triggers.find((one) => one.event === event.name);
  if (trigger === undefined) return false;
  if (event.workflow !== undefined && event.workflow !== workflow.file) return false;
  if (event.name === 'workflow_dispatch') return event.workflow !== undefined;
  const payload = toJson(event.payload);
  const isWanted =
    matchesType(trigger, event) &&
    matchesSource(trigger, payload) &&
    matchesSchedule(trigger, payload) &&
    matchesRef(trigger, event, payload);
  return isWanted && (await matchesPaths(trigger, listChanges));
}

function matchesType({ types, event: name }: Trigger, event: ForgeEvent): boolean {
  const wanted = types ?? defaultTypes[name];
  return wanted === undefined || (event.action !== undefined && wanted.includes(event.action));
}

/** `workflow_run` names the workflows whose runs it follows. */
function matchesSource({ workflows }: Trigger, payload: Json): boolean {
  if (workflows === undefined) return true;
  const name = textAt(payload, 'workflow_run', 'name') || textAt(payload, 'workflow', 'name');
  return matchesFilter(name, workflows);
}

function matchesSchedule({ crons }: Trigger, payload: Json): boolean {
  const cron = fieldAt(payload, 'schedule');
  return crons === undefined || typeof cron !== 'string' || crons.includes(cron);
}

/** A filter of branches leaves out tags, and the other way round. */
function matchesRef(trigger: Trigger, event: ForgeEvent, payload: Json): boolean {
  const { branches, branchesIgnore, tags, tagsIgnore } = trigger;
  const filtersBranches = branches !== undefined || branchesIgnore !== undefined;
  const filtersTags = tags !== undefined || tagsIgnore !== undefined;
  if (!filtersBranches && !filtersTags) return true;
  const tag = event.name === 'push' ? after(event.ref, 'refs/tags/') : undefined;
  if (tag !== undefined) return filtersTags && passes(tag, tags, tagsIgnore);
  return filtersBranches && passes(branchOf(event, payload), branches, branchesIgnore);
}

function branchOf(event: ForgeEvent, payload: Json): string {
  if (event.name === 'pull_request') return textAt(payload, 'pull_request', 'base', 'ref');
  if (event.name === 'workflow_run') return textAt(payload, 'workflow_run', 'head_branch');
  const base = event.name === 'merge_group' ? textAt(payload, 'merge_group', 'base_ref') : '';
  return (base || event.ref).replace(/^refs\/heads\//, '');
}

async function matchesPaths(trigger: Trigger, listChanges: ListChanges): Promise<boolean> {
  const { paths, pathsIgnore } = trigger;
  if (paths === undefined && pathsIgnore === undefined) return true;
  const changed = await listChanges();
  return changed.some((path) => passes(path, paths, pathsIgnore));
}

function passes(
  name: string,
  wanted: readonly string[] | undefined,
  ignored: readonly string[] | undefined,
): boolean {
  if (wanted !== undefined) return matchesFilter(name, wanted);
  return ignored === undefined || !matchesFilter(name, ignored);
}

function after(ref: string, prefix: string): string | undefined {
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
}
