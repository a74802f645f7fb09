import { existsSync } from 'node:fs';
import { join } from 'node:path';

const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * The folder that `build-add-ons.ts` filled, named by ORANGERY_TFJS_NODE; `undefined` with a loud
 * word where it is not, a failure under ORANGERY_REQUIRE_REAL=1.
 */
export function builtAddOns(): string | undefined {
  const folder = process.env.ORANGERY_TFJS_NODE;
  if (folder !== undefined && existsSync(join(folder, 'ready.json'))) return folder;
  return miss(
    'ORANGERY_TFJS_NODE names no folder that test/real/tensorflow/build-add-ons.ts filled',
  );
}

/**
 * Lets WebGPU find SwiftShader, which imitates a card, where nobody chose a driver; it comes with
 * Debian's Chromium. A loud word, or a failure, where it is not.
 */
export function useSwiftShader(): string | undefined {
  process.env.VK_ICD_FILENAMES ??= swiftShader;
  const driver = process.env.VK_ICD_FILENAMES;
  return existsSync(driver) ? driver : miss(`${driver} is not here, which imitates a card`);
}

function miss(what: string): undefined {
  const message = `${what}: native backends are not tested`;
  if (process.env.ORANGERY_REQUIRE_REAL === '1') throw new Error(message);
  console.warn(message);
  return undefined;
}
