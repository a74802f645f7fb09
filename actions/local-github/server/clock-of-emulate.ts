import { isJsonObject } from './json.ts';

const timeFields = ['created_at', 'updated_at', 'closed_at', 'pushed_at'] as const;

/** What emulate's clock said when, and what ours said then. */
export type SeenTimes = Map<string, { readonly theirs: string; readonly ours: string }>;

/**
 * Puts our clock in place of emulate's, which runs by the machine's: a time that was not seen
 * before is now. Everything that changes there passes through here at once.
 */
export function withOurTimes(
  record: Readonly<Record<string, unknown>>,
  seen: SeenTimes,
  now: string,
): Record<string, unknown> {
  const changed: Record<string, unknown> = { ...record };
  const id = record.node_id;
  if (typeof id !== 'string') return changed;
  for (const field of timeFields) {
    const theirs = record[field];
    if (typeof theirs !== 'string') continue;
    const key = `${id} ${field}`;
    const known = seen.get(key);
    const ours = known?.theirs === theirs ? known.ours : now;
    seen.set(key, { theirs, ours });
    changed[field] = ours;
  }
  return changed;
}

/** Every record inside an answer, changed from the inside out. */
export function mapRecords(
  value: unknown,
  change: (record: Record<string, unknown>) => unknown,
): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRecords(item, change));
  if (!isJsonObject(value)) return value;
  const inner = Object.entries(value).map(([key, item]) => [key, mapRecords(item, change)]);
  return change(Object.fromEntries(inner));
}
