import type { GraphNode } from './graph-facts.ts';

/** Operators whose first input comes out as it is, in another form at most. */
const passing = ['Gather', 'Identity', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze'];
/** Attributes that list the texts an operator knows. */
const lists: Readonly<Record<string, string>> = {
  OneHotEncoder: 'cats_strings',
  LabelEncoder: 'keys_strings',
};

/** The texts that a graph knows of each tensor that it takes, where an operator lists them. */
export function knownTexts(nodes: readonly GraphNode[]): ReadonlyMap<string, readonly string[]> {
  const origins = new Map<string, string>();
  const found = new Map<string, readonly string[]>();
  for (const { operator, inputs, outputs, texts } of nodes) {
    const [first = ''] = inputs;
    const origin = origins.get(first) ?? first;
    if (passing.includes(operator)) for (const output of outputs) origins.set(output, origin);
    const known = texts.get(lists[operator] ?? '');
    if (known !== undefined && !found.has(origin)) found.set(origin, known);
  }
  return found;
}
