import { hashRecord, type Receipt } from '@orangery/schemas';
import { readRecord, resolveInside, type Module } from '@orangery/schemas/files';
import { checkOrigin } from './check-origin.ts';
import { checkReceipt } from './check-receipt.ts';
import { compare, type Step } from './step.ts';

/** Every receipt by itself, and the one of the current weights against the module and its parent. */
export async function checkReceipts(module: Module, modules: readonly Module[]): Promise<Step[]> {
  const steps = await Promise.all(
    module.receipts.map(async (receipt) => [
      ...(await checkReceipt(module, receipt)),
      ...(await checkRequestFile(module, receipt)),
    ]),
  );
  return [...steps.flat(), ...checkOrigin(module, modules)];
}

async function checkRequestFile(module: Module, receipt: Receipt): Promise<Step[]> {
  const path = `training/${receipt.run}.yml`;
  if (!module.files.includes(path)) return [];
  const file = `modules/${module.id}/${path}`;
  const request = await readRecord('trainingRequest', resolveInside(module.folder, path), file);
  return [
    compare({
      text: `${path} is the request of its receipt`,
      file,
      expected: `a request with the hash ${hashRecord(receipt.request)}`,
      found: `a request with the hash ${hashRecord(request)}`,
    }),
  ];
}
