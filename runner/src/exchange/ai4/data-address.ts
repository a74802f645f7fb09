/**
 * Addresses behind which data lies, not a page about it: of the services that `runner/src/dataset/links`
 * knows, or of a file whose name says so.
 */
const forms: readonly RegExp[] = [
  /^https:\/\/(?:dx\.)?doi\.org\/10\.5281\/zenodo\.\d+$/,
  /^https:\/\/zenodo\.org\/records?\/\d+(?:\/files\/[^/\s]+)?$/,
  /^https:\/\/huggingface\.co\/datasets\/[\w.-]+\/[\w.-]+\/?$/,
  /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/releases\/download\/[^/\s]+\/[^/\s]+$/,
  /^https:\/\/[^/?#\s]+\/(?:index\.php\/)?s\/[A-Za-z0-9]{10,}(?:\/download)?$/,
  /^https:\/\/drive\.google\.com\/file\/d\/[\w-]+(?:\/view)?(?:\?[^\s]*)?$/,
  /^https:\/\/[^?#\s]+\.(?:zip|tar|tgz|tar\.gz|tar\.zst|csv|csv\.gz|tsv|jsonl|parquet|conllu)$/i,
];

/** Whether an address may be fetched as a data set. */
export function isDataAddress(address: string): boolean {
  return forms.some((form) => form.test(address));
}
