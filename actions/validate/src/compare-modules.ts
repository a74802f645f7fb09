import type { ValidatedModule } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { clip } from './clip.ts';

type Differences = Pick<ValidatedModule, 'metadata' | 'metrics'>;

const mostChanges = 60;

/** What a change does to what a module says of itself and what was measured of it. */
export function compareModules(base: Module | null, head: Module | null): Differences {
  return { metadata: metadataChanges(base, head), metrics: metricChanges(base, head) };
}

function metadataChanges(base: Module | null, head: Module | null): ValidatedModule['metadata'] {
  const before = fieldsOf(base);
  const after = fieldsOf(head);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .filter((field) => before.get(field) !== after.get(field))
    .slice(0, mostChanges)
    .map((field) => {
      const [old, now] = [before.get(field), after.get(field)];
      return {
        field: clip(field, 100),
        ...(old !== undefined && { base: clip(old, 300) }),
        ...(now !== undefined && { head: clip(now, 300) }),
      };
    });
}

function fieldsOf(module: Module | null): ReadonlyMap<string, string> {
  const fields = Object.entries(module?.frontMatter ?? {});
  return new Map(fields.map(([name, value]) => [name, JSON.stringify(value)]));
}

function metricChanges(base: Module | null, head: Module | null): ValidatedModule['metrics'] {
  const [before, after] = [metricsOf(base), metricsOf(head)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.slice(0, mostChanges).map((name) => {
    const [old, now] = [before[name], after[name]];
    return {
      name: clip(name, 100),
      ...(old !== undefined && { base: old }),
      ...(now !== undefined && { head: now }),
    };
  });
}

/** The newest benchmark report, else the receipt of the training, else what the front matter states. */
function metricsOf(module: Module | null): Readonly<Record<string, number>> {
  if (module === null) return {};
  const { reports, receipts, frontMatter } = module;
  return reports[0]?.metrics ?? receipts[0]?.metrics ?? frontMatter.metrics ?? {};
}
