/** What stands in a test for addresses, ports and keys that a how-to writes. */
export interface StandIns {
  /** Serves the files of `example.org`. */
  readonly files: string;
  /** Repository that is cloned and pushed to. */
  readonly repository: string;
  /** Free ports by the ones that are written. */
  readonly ports: Readonly<Record<string, number>>;
}

/** The text of commands or of what they print, as it is in the test. */
export function withStandIns(text: string, { files, repository, ports }: StandIns): string {
  return text
    .replaceAll('https://github.com/your-organisation/orangery.git', repository)
    .replaceAll('https://models.example.org', 'http://127.0.0.1:5000')
    .replaceAll('https://example.org', files)
    .replace(
      /(127\.0\.0\.1:|localhost:|--management-port |--port )(\d+)/g,
      (whole, before, port) => (port in ports ? `${before}${ports[port]}` : whole),
    )
    .replace(/npx orangery serve/g, `npx orangery serve --port ${ports['5000']}`)
    .replace(
      /npx orangery catalogue preview/g,
      `npx orangery catalogue preview --port ${ports['4321']}`,
    );
}
