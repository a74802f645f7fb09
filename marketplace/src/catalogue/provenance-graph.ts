import { formatCount } from './format.ts';
import type { Evidence } from './evidence.ts';
import type { Relative, Relatives } from './relatives.ts';

/** Something a module came from, or what came of it. */
export interface GraphNode {
  readonly kind: 'module' | 'data' | 'run' | 'self' | 'more';
  readonly title: string;
  readonly note: string;
  /** Id of the module whose page it leads to, or an anchor of this page. */
  readonly leadsTo:
    | { readonly kind: 'module'; readonly id: string }
    | { readonly kind: 'anchor'; readonly anchor: string }
    | undefined;
  readonly x: number;
  readonly y: number;
}

export interface ProvenanceGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly GraphNode[];
  /** `d` of a path each, from what was there to what came of it. */
  readonly edges: readonly string[];
}

export const nodeSize = { width: 150, height: 44 } as const;
const gap = { across: 16, down: 34 } as const;
/** Two columns fit on the narrowest screen. */
const columns = 2;
const width = columns * nodeSize.width + gap.across;
const mostAncestors = 3;
const mostChildren = 6;

type Draft = Omit<GraphNode, 'x' | 'y'>;

/**
 * From the parents and the data over the training to the weights and what was retrained from them, row
 * under row; null where there is nothing to draw but the module.
 */
export function provenanceGraph(
  own: { readonly title: string; readonly version: string },
  { receipt, dataset }: Pick<Evidence, 'receipt' | 'dataset'>,
  relatives: Relatives,
): ProvenanceGraph | null {
  const trained = receipt?.dataset ?? dataset;
  const ancestors = relatives.ancestors.map(moduleNode);
  const before = ancestors.splice(0, Math.max(0, ancestors.length - mostAncestors));
  const parent = ancestors.pop();
  const sources = [parent, trained && dataNode(trained), ...relatives.steps.map(moduleNode)];
  const run = receipt && runNode(receipt);
  const self: Draft = {
    kind: 'self',
    title: own.title,
    note: `${own.version}, this module`,
    leadsTo: undefined,
  };
  const chain = [
    ...(before.length > 0 ? [[moreNode(before.length, 'older')]] : []),
    ...ancestors.map((one) => [one]),
  ];
  const found = sources.filter((one) => one !== undefined);
  // one that stands alone stands first: its stem has the middle for itself
  const given = inRows(found, found.length % columns);
  const children = inRows(childNodes(relatives.children));
  const made = run === undefined ? [] : [[run]];
  if (chain.length + given.length + made.length + children.length === 0) return null;
  return layOut({ chain, given, made, self, children });
}

function moduleNode({ id, title, version, hasPage }: Relative): Draft {
  const leadsTo = hasPage ? ({ kind: 'module', id } as const) : undefined;
  return { kind: 'module', title, note: version || 'not shown here', leadsTo };
}

function dataNode({ examples }: { readonly examples: number }): Draft {
  const note = `${formatCount(examples)} examples`;
  return { kind: 'data', title: 'Its data', note, leadsTo: { kind: 'anchor', anchor: 'data' } };
}

function runNode({ observed, trials }: NonNullable<Evidence['receipt']>): Draft {
  const count = trials.length === 1 ? '1 trial' : `${trials.length} trials`;
  const note = `${observed.finishedAt.slice(0, 10)}, ${count}`;
  const leadsTo = { kind: 'anchor', anchor: 'receipt' } as const;
  return { kind: 'run', title: 'Training', note, leadsTo };
}

function moreNode(count: number, what: string): Draft {
  const leadsTo = { kind: 'anchor', anchor: 'relatives' } as const;
  return { kind: 'more', title: `${formatCount(count)} more`, note: what, leadsTo };
}

function childNodes(children: readonly Relative[]): readonly Draft[] {
  if (children.length <= mostChildren) return children.map(moduleNode);
  const shown = children.slice(0, mostChildren - 1).map(moduleNode);
  return [...shown, moreNode(children.length - shown.length, 'retrained from it')];
}

/** @param first so many stand in a row before all others */
function inRows(nodes: readonly Draft[], first = 0): readonly (readonly Draft[])[] {
  const count = Math.ceil((nodes.length - first) / columns);
  const rows = Array.from({ length: count }, (_, row) => {
    const start = first + row * columns;
    return nodes.slice(start, start + columns);
  });
  return first === 0 ? rows : [nodes.slice(0, first), ...rows];
}

interface Rows {
  /** Ancestors of the parent, each leading to the next. */
  readonly chain: readonly (readonly Draft[])[];
  /** What went into the training. */
  readonly given: readonly (readonly Draft[])[];
  readonly made: readonly (readonly Draft[])[];
  readonly self: Draft;
  readonly children: readonly (readonly Draft[])[];
}

function layOut({ chain, given, made, self, children }: Rows): ProvenanceGraph {
  const rows = [...chain, ...given, ...made, [self], ...children].map(placeRow);
  const goal = chain.length + given.length;
  const selfRow = goal + made.length;
  const own = rows[selfRow]![0]!;
  const edges = rows.flatMap((row, index) => {
    if (index === selfRow) return [];
    if (index > selfRow) return row.map((node) => edge(own, node));
    const isGiven = index >= chain.length && index < goal;
    const next = rows[isGiven ? goal : index + 1]![0]!;
    return row.map((node) => edge(node, next));
  });
  const height = rows.length * nodeSize.height + (rows.length - 1) * gap.down;
  return { width, height, nodes: rows.flat(), edges };
}

/** Rows are centred. */
function placeRow(row: readonly Draft[], index: number): readonly GraphNode[] {
  const rowWidth = row.length * nodeSize.width + (row.length - 1) * gap.across;
  const left = (width - rowWidth) / 2;
  const y = index * (nodeSize.height + gap.down);
  return row.map((node, at) => ({ ...node, x: left + at * (nodeSize.width + gap.across), y }));
}

/** A stem from the foot of one node to the head of another; past rows between them it runs in the middle, where no node is. */
function edge(from: GraphNode, to: GraphNode): string {
  const [x1, y1] = [from.x + nodeSize.width / 2, from.y + nodeSize.height];
  const [x2, y2] = [to.x + nodeSize.width / 2, to.y];
  const curve = (ya: number, yb: number): string => {
    const middle = (ya + yb) / 2;
    return `C${x1} ${middle} ${x2} ${middle} ${x2} ${yb}`;
  };
  if (y2 - y1 <= gap.down) return `M${x1} ${y1}${curve(y1, y2)}`;
  // the middle is where one of the two ends is
  return x2 === width / 2
    ? `M${x1} ${y1}${curve(y1, y1 + gap.down)}V${y2}`
    : `M${x1} ${y1}V${y2 - gap.down}${curve(y2 - gap.down, y2)}`;
}
