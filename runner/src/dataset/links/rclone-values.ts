/**
 * Takes every value of rclone's configuration out of a text, in the forms it may be printed in. Kinds
 * and providers are no secrets, and common words.
 * @param dump what `rclone config dump` gives; without it nothing can be cleaned, and nothing is shown
 */
export function cleanOfValues(
  text: string,
  dump: unknown,
  environment: Readonly<Record<string, string>>,
): string | undefined {
  if (dump === undefined) return undefined;
  const inFile = entriesOf(dump).flatMap(([, remote]) => valuesOf(remote));
  const inEnvironment = Object.entries(environment).flatMap(([name, value]) =>
    /^RCLONE_/.test(name) && !/_(TYPE|PROVIDER|VENDOR)$/.test(name) ? [value] : [],
  );
  return [...inFile, ...inEnvironment]
    .flatMap(formsOf)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, '…'), text);
}

function valuesOf(remote: unknown): string[] {
  return entriesOf(remote).flatMap(([name, value]) =>
    typeof value === 'string' && !/^(type|provider|vendor)$/.test(name) ? [value] : [],
  );
}

function entriesOf(value: unknown): (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** As it is, as part of an address, and the hosts in it. */
function formsOf(value: string): string[] {
  const host = URL.parse(value)?.host ?? value.replace(/:\d+$/, '');
  const forms = [value, value.replace(/\/+$/, ''), encodeURIComponent(value), host];
  return forms.filter((form) => form.length >= 3 && form !== 'true' && form !== 'false');
}
