import {
  parseRecord,
  recordText,
  yamlText,
  type GoldenTest,
  type Receipt,
} from '@orangery/schemas';
import { readOrCreateKey, signRecord } from '../../provenance/index.ts';
import type { TrainingOrder, TrainingResult } from '../../training/training-order.ts';
import { writeMadeResult } from '../../training/write-result.ts';
import { takeWeights } from './check-answer.ts';
import { listTaken, readTaken } from './take-files.ts';

/**
 * Signs a receipt that came out of a sandbox and was checked, and writes the result: of what lies there
 * the weights and the golden test are taken, all else is made here.
 * @param taken folder that the container wrote its result to
 * @throws Failure VERIFY_FAILED when the weights are not those of the receipt
 */
export async function keepAnswer(
  order: TrainingOrder,
  unsigned: Receipt,
  taken: string,
): Promise<TrainingResult> {
  const { artifact, files: weights } = await takeWeights(taken, unsigned);
  const receipt = await signRecord(unsigned, await readOrCreateKey(order.folders.state));
  const { run } = receipt;
  const files = new Map<string, Uint8Array>([
    ...weights,
    ['artifact/artifact.json', text(recordText(artifact))],
    [`receipts/${run}.json`, text(recordText(receipt))],
    [`training/${run}.yml`, text(yamlText(receipt.request))],
    ...(await takeGolden(taken)),
  ]);
  const folder = order.folderOf(run);
  const { module } = order;
  await writeMadeResult({
    ...{ folder, module, receipt, output: { artifact } },
    makeFiles: async () => files,
  });
  order.world.report({ type: 'done', run, folder });
  return { receipt, folder };
}

/** The golden test, with the held-out pictures that it was made of. */
async function takeGolden(taken: string): Promise<readonly [string, Uint8Array][]> {
  const paths = await listTaken(taken);
  if (!paths.includes('golden.json')) return [];
  const value: unknown = JSON.parse(
    new TextDecoder().decode(await readTaken(taken, 'golden.json')),
  );
  const golden: GoldenTest = parseRecord('goldenTest', value, 'golden.json of the sandbox');
  const found: [string, Uint8Array][] = [['golden.json', text(recordText(golden))]];
  for (const { input } of golden.cases) {
    const file = 'file' in input ? String(input.file) : '';
    if (!/^sample\/golden-\d+(\.[a-z0-9]+)?$/.test(file) || !paths.includes(file)) continue;
    found.push([file, await readTaken(taken, file)]);
  }
  return found;
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}
