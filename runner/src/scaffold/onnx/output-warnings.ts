import type { OutputsToDeclare, SeenTensor } from './declare-outputs.ts';
import { toldLabels } from './find-labels.ts';
import type { Remark } from './import-order.ts';

/**
 * What people have to know of the outputs: names of classes in the file that are not used, and answers
 * that are no numbers.
 * @param used where the names of the classes come from; undefined where they are said, or there are none
 */
export function outputWarnings(
  { seen, facts, wish }: OutputsToDeclare,
  used: string | undefined,
): readonly Remark[] {
  const areNeeded = wish.labels === undefined && used === undefined;
  return [
    ...(areNeeded ? toldLabels(facts.metadata).map(unusedRemark) : []),
    ...seen.flatMap(endlessRemark),
  ];
}

function unusedRemark({ key, labels }: ReturnType<typeof toldLabels>[number]): Remark {
  const hint = 'If they are the classes of an output, say them by --labels.';
  if (labels === undefined) return { text: `Its metadata, ${key}, is no list of classes`, hint };
  const what = new Set(labels).size < labels.length ? 'one of them twice' : 'which fit no output';
  return { text: `Its metadata, ${key}, has ${labels.length} names of classes, ${what}`, hint };
}

/** A golden test of such answers checks little. */
function endlessRemark({ tensor, values }: SeenTensor): readonly Remark[] {
  const isOdd = values.flat().some((value) => typeof value === 'number' && !Number.isFinite(value));
  if (!tensor.type.startsWith('float') || !isOdd) return [];
  return [
    {
      text: `${tensor.name} gave values that are no finite numbers to the inputs of the golden test`,
      hint: 'Say --sample <file> with inputs as it takes them.',
    },
  ];
}
