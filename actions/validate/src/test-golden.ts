import { join } from 'node:path';
import type { GoldenResult } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { clip } from './clip.ts';
import type { Tool, ToolOutcome } from './tool.ts';

const timeoutMs = 3 * 60_000;
const mostCases = 50;

/** Runs the golden test of a module, where it can be run on a machine without its weights or a GPU. */
export async function testGolden(module: Module, tool: Tool, root: string): Promise<GoldenResult> {
  const because = whyNot(module, tool);
  if (because !== null || tool.run === undefined) return skipped(because ?? 'there is no tool');
  const folder = join(root, 'modules', module.id);
  const outcome = await tool.run(['test', folder, '--golden'], { cwd: root, timeoutMs });
  return readOutcome(outcome);
}

function whyNot({ golden, artifact, frontMatter }: Module, tool: Tool): string | null {
  if (golden === null) return 'it has no golden.json';
  if (frontMatter.runtime === 'container') return 'a container is tested where it is deployed';
  if (frontMatter.artifact?.link !== undefined && artifact === null) {
    return 'its weights are not in Git: the machine that trained it ran the test';
  }
  return tool.run === undefined ? 'the tool is not installed in this job' : null;
}

function readOutcome({ failure, records }: ToolOutcome): GoldenResult {
  const record = records.findLast((each) => isRecord(each) && 'golden' in each);
  if (!isRecord(record)) {
    const detail = failure?.message ?? 'the test gave no result';
    return { outcome: 'failed', detail: clip(oneLine(detail), 500), cases: [] };
  }
  const check = listOf(record.checks).find(({ name }) => name === 'golden test');
  const detail = clip(oneLine(textOf(check?.detail)), 500);
  const isAlone = /bubblewrap|ORANGERY_SANDBOX_IMAGE/.test(detail);
  if (isAlone) return skipped('it brings code of its own, which this machine cannot shut in');
  const outcome =
    check?.outcome === 'passed' ? 'passed' : check?.outcome === 'skipped' ? 'skipped' : 'failed';
  const cases = listOf(record.golden)
    .filter(({ isPassed }) => isPassed !== true)
    .slice(0, mostCases)
    .map(({ name, expected, found }) => ({
      name: clip(textOf(name), 200),
      expected: clip(textOf(expected), 300),
      found: clip(textOf(found), 300),
    }));
  return { outcome, detail, cases };
}

function skipped(detail: string): GoldenResult {
  return { outcome: 'skipped', detail, cases: [] };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
