import type { FreshnessCheck } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { clip } from '../../validate/src/clip.ts';
import { testGolden } from '../../validate/src/test-golden.ts';
import type { Tool } from '../../validate/src/tool.ts';

export interface TestOrder {
  readonly tool: Tool;
  /** Checkout of the modules. */
  readonly root: string;
  /** Modules at a time. */
  readonly parallel: number;
  /** After that long no further module is begun. */
  readonly mostMs: number;
  readonly now: () => number;
  readonly info: (line: string) => void;
}

const dayMs = 24 * 3_600_000;

/**
 * Runs golden tests, each with a time limit of its own. Where time is not enough for all, another part is left
 * out each day.
 * @returns a line of those that could be tested
 */
export async function testModules(
  modules: readonly Module[],
  order: TestOrder,
): Promise<readonly FreshnessCheck[]> {
  const { now, mostMs, info, parallel } = order;
  const end = now() + mostMs;
  const waiting = rotated(modules, Math.floor(now() / dayMs));
  const lines: FreshnessCheck[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (now() >= end) info(`${next.id}: left out, time is over`);
      else lines.push(...(await testOne(next, order)));
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return lines.sort((a, b) => a.module.id.localeCompare(b.module.id));
}

function rotated(modules: readonly Module[], by: number): Module[] {
  const sorted = [...modules].sort((a, b) => a.id.localeCompare(b.id));
  const at = sorted.length === 0 ? 0 : by % sorted.length;
  return [...sorted.slice(at), ...sorted.slice(0, at)];
}

async function testOne(
  module: Module,
  { tool, root, now, info }: TestOrder,
): Promise<readonly FreshnessCheck[]> {
  const { outcome, detail } = await testGolden(module, tool, root);
  info(`${module.id}: ${outcome}${detail === '' ? '' : `, ${detail}`}`);
  if (outcome === 'skipped') return [];
  const isGreen = outcome === 'passed';
  const reference = { id: module.id, version: module.frontMatter.version };
  return [
    {
      ...{ schema: 'freshness/1' as const, at: new Date(now()).toISOString(), isGreen },
      module: reference,
      ...(!isGreen && { message: clip(detail || 'It differs from golden.json', 300) }),
    },
  ];
}
