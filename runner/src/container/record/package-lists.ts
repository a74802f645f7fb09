/** A package that an image says it has. */
export interface Package {
  readonly kind: 'debian' | 'alpine' | 'python';
  readonly name: string;
  readonly version: string;
  /** Its processor; absent of Python. */
  readonly architecture?: string;
  /** That its image says it is, such as `ubuntu`; absent of Python, and where none is said. */
  readonly distribution?: string;
  /** As it says itself; absent where it says none, or too much. */
  readonly license?: string;
}

/** A place in an image where packages are listed. */
interface List {
  readonly path: RegExp;
  /** @param text of whoever made the image */
  readonly read: (text: string) => readonly Package[];
}

/**
 * Lists that package managers keep: of Debian and its like (`distroless` has a file a package), of Alpine, and of
 * Python, whose distributions lie wherever its packages do.
 */
const lists: readonly List[] = [
  { path: /^var\/lib\/dpkg\/status$/, read: readDebian },
  { path: /^var\/lib\/dpkg\/status\.d\/[^/]+$/, read: readDebian },
  { path: /^(?:usr\/)?lib\/apk\/db\/installed$/, read: readAlpine },
  { path: /(?:^|\/)[^/]+\.dist-info\/METADATA$/, read: readPython },
  { path: /(?:^|\/)[^/]+\.egg-info(?:\/PKG-INFO)?$/, read: readPython },
];

/** What reads the file at a path of an image, without its first slash; undefined of all that is no list. */
export function listAt(path: string): List['read'] | undefined {
  return lists.find((list) => list.path.test(path))?.read;
}

/** What a distribution calls itself, by the text of its `os-release`. */
export function distributionOf(text: string): string | undefined {
  return /^ID="?([a-z0-9._-]{1,30})"?\s*$/m.exec(text)?.[1];
}

function readDebian(text: string): readonly Package[] {
  return text.split(/\n\n+/).flatMap((block) => {
    const field = fieldsOf(block, /^([A-Za-z-]+): *(.*)$/);
    const status = field('Status');
    // files of distroless have none
    if (status !== undefined && !status.endsWith(' installed')) return [];
    return made('debian', {
      ...named(field('Package'), field('Version')),
      at: field('Architecture'),
    });
  });
}

function readAlpine(text: string): readonly Package[] {
  return text.split(/\n\n+/).flatMap((block) => {
    const field = fieldsOf(block, /^([A-Za-z]):(.*)$/);
    return made('alpine', {
      ...{ ...named(field('P'), field('V')), at: field('A'), license: field('L') },
    });
  });
}

/** Only its head: below it stands a description. */
function readPython(text: string): readonly Package[] {
  const [head = ''] = text.split(/\r?\n\r?\n/);
  const field = fieldsOf(head, /^([A-Za-z-]+): *(.*?)\r?$/);
  const license = field('License-Expression') ?? field('License');
  return made('python', { ...named(field('Name'), field('Version')), license });
}

function fieldsOf(block: string, line: RegExp): (name: string) => string | undefined {
  const fields = new Map<string, string>();
  for (const text of block.split('\n')) {
    const [, name, value = ''] = line.exec(text) ?? [];
    if (name !== undefined && !fields.has(name)) fields.set(name, value.trim());
  }
  return (name) => fields.get(name);
}

interface Found {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly at?: string | undefined;
  readonly license?: string | undefined;
}

function named(name: string | undefined, version: string | undefined): Found {
  return { name, version };
}

/** What is no name of a package is none: whoever made the image wrote it. */
function made(kind: Package['kind'], { name, version, at, license }: Found): readonly Package[] {
  if (name === undefined || version === undefined) return [];
  if (!/^[A-Za-z0-9][\w.+-]{0,199}$/.test(name) || !/^[\w.+~:!-]{1,200}$/.test(version)) return [];
  const isPlain = license !== undefined && /^[\w .,+()/&:-]{2,100}$/.test(license);
  return [
    {
      ...{ kind, name, version },
      ...(at !== undefined && /^[\w-]{1,30}$/.test(at) && { architecture: at }),
      ...(isPlain && license !== 'UNKNOWN' && { license }),
    },
  ];
}
