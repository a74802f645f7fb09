import type { DataFile } from '../data-file.ts';

const termsName =
  /^(licen[cs]e|copying|citation|readme|dataset|datapackage)(\.(md|txt|rst|cff|ya?ml|json))?$/i;

/** Files without those that speak about the data; all, where nothing else is there. */
export function filesOfData(files: readonly DataFile[]): readonly DataFile[] {
  const data = files.filter(({ path }) => !speaksOfData(path));
  return data.length === 0 ? files : data;
}

/** Whether a file speaks about the data instead of being part of it: such a name at the top. */
export function speaksOfData(path: string): boolean {
  const parts = path.split('/');
  return parts.length <= 2 && termsName.test(parts.at(-1)!) && !isLoneData(parts.at(-1)!);
}

/** `dataset.json` may well be the data. */
function isLoneData(name: string): boolean {
  return /^dataset/i.test(name) && !/\.ya?ml$/i.test(name);
}
