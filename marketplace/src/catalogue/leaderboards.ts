import type { IndexedModule } from './indexed-module.ts';
import { headlineMetric, listMetrics, type NamedMetric } from './metric.ts';
import type { Result } from './results.ts';
import type { Measured } from './whiskers.ts';

/** One module's result on a leaderboard. */
export interface BoardRow {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly result: Result;
  readonly measured: Measured;
  /** 1 and up, shared by those that cannot be told apart; none of what no listed runner signed. */
  readonly rank: number | undefined;
  /** Letter of the part of the data it was measured on, where there is more than one. */
  readonly part: string | undefined;
}

/** All modules that one benchmark measured on the same data. */
export interface Leaderboard {
  /** Name of its page. */
  readonly slug: string;
  readonly task: string;
  readonly benchmark: string;
  readonly dataset: string;
  /** The figure that ranks. */
  readonly metric: NamedMetric;
  /** Best first; then those that do not rank. */
  readonly rows: readonly BoardRow[];
  /** Results whose chain does not hold: counted, and shown nowhere. */
  readonly brokenCount: number;
}

export interface TaskBoards {
  readonly task: string;
  /** Those with most modules first. */
  readonly boards: readonly Leaderboard[];
}

type Entry = Pick<BoardRow, 'id' | 'title' | 'version' | 'result'>;

/** Every leaderboard by task, tasks by name; a module that is retired or replaced is on none. */
export function makeLeaderboards(modules: readonly IndexedModule[]): readonly TaskBoards[] {
  const entries = modules
    .filter(({ entry }) => entry.status !== 'retired')
    .flatMap(({ id, entry: { title, version }, results }) =>
      results.map((result): Entry => ({ id, title, version, result })),
    );
  const boards = [...Map.groupBy(entries, boardKey).values()]
    .map(makeBoard)
    .filter((board) => board !== null);
  return [...Map.groupBy(boards, ({ task }) => task)]
    .map(([task, ofTask]) => ({ task, boards: ofTask.sort(bySize) }))
    .sort((a, b) => (a.task < b.task ? -1 : 1));
}

function boardKey({ result }: Entry): string {
  return [result.task, result.benchmark, result.dataset.fingerprint].join(' ');
}

function bySize(a: Leaderboard, b: Leaderboard): number {
  return b.rows.length - a.rows.length || (a.slug < b.slug ? -1 : 1);
}

/** The board of entries that share data and benchmark; null when no chain of them holds. */
function makeBoard(entries: readonly Entry[]): Leaderboard | null {
  const whole = entries.filter(({ result }) => result.standing.kind !== 'broken');
  const first = whole[0]?.result;
  const metric = first && headlineMetric(first.metrics);
  if (first === undefined || metric === undefined) return null;
  const parts = [...new Set(whole.map(({ result }) => result.part))].sort();
  const rows = whole.flatMap((entry) => {
    const value = entry.result.metrics[metric.name];
    if (value === undefined) return [];
    const isOwn = listMetrics(entry.result.metrics)[0]?.name === metric.name;
    const interval = isOwn ? entry.result.interval : undefined;
    const part = parts.length > 1 ? letter(parts.indexOf(entry.result.part)) : undefined;
    return [{ ...entry, measured: { value, interval }, rank: undefined, part }];
  });
  const { task, benchmark, dataset } = first;
  return {
    slug: `${task}-${benchmark}-${dataset.fingerprint.slice(0, 8)}`,
    ...{ task, benchmark, dataset: dataset.name, metric },
    rows: rankRows(rows, metric),
    brokenCount: entries.length - whole.length,
  };
}

/** A to Z, then AA and so on. */
function letter(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

/**
 * Signed ones first, each part best first. A rank is one more than the number of modules that are better
 * beyond doubt: whose whole interval is better than the whole interval of this one.
 */
function rankRows(rows: readonly BoardRow[], metric: NamedMetric): readonly BoardRow[] {
  const sign = metric.facts.better === 'higher' ? 1 : -1;
  const ordered = [...rows].sort(
    (a, b) => sign * (b.measured.value - a.measured.value) || (a.id < b.id ? -1 : 1),
  );
  const signed = ordered.filter(({ result }) => result.standing.kind === 'signed');
  const worst = signed.map(({ measured }) => ends(measured, sign).low).sort((a, b) => b - a);
  const ranked = signed.map((row) => {
    const { high } = ends(row.measured, sign);
    const better = worst.findIndex((low) => low <= high);
    return { ...row, rank: 1 + (better === -1 ? worst.length : better) };
  });
  return [...ranked, ...ordered.filter(({ result }) => result.standing.kind !== 'signed')];
}

/** Ends of an interval as if more were better. */
function ends({ value, interval }: Measured, sign: number): { low: number; high: number } {
  const [a, b] = [sign * (interval?.lower ?? value), sign * (interval?.upper ?? value)];
  return { low: Math.min(a, b), high: Math.max(a, b) };
}
