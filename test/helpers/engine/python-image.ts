import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { importImage } from './import-image.ts';

const execute = promisify(execFile);

export interface PythonParts {
  /** `<repository>:<hash>` is the name of the image. */
  readonly repository: string;
  /** A Python of a virtual environment, whose packages are taken too. */
  readonly python: string;
  /** Further files and folders of this machine, and where they go. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Libraries of the system that packages which are installed later link to. */
  readonly libraries?: readonly string[];
  /** Files by their text. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Changes as `docker import --change` takes them, such as `CMD ["python3"]`. */
  readonly changes?: readonly string[];
}

const askWhere = [
  'import json, sys, sysconfig',
  'paths = sysconfig.get_paths()',
  'version = f"{sys.version_info.major}.{sys.version_info.minor}"',
  'real = __import__("os").path.realpath(sys.executable)',
  'print(json.dumps([real, paths["stdlib"], paths["purelib"], version]))',
].join('\n');

const byName = ['libresolv.so.2', 'libnss_dns.so.2', 'libnss_files.so.2'];

/**
 * Makes, or finds again, an image of this machine's Python with the packages of a virtual environment, where
 * none can be pulled. Below `/opt/python`; `python3` is on its PATH.
 * @returns its name
 */
export async function pythonImage({
  repository,
  python,
  copies = {},
  libraries = [],
  texts = {},
  changes = [],
}: PythonParts): Promise<string> {
  const { stdout } = await execute(python, ['-c', askWhere]);
  const [real, standard, packages, version] = JSON.parse(stdout) as [
    string,
    string,
    string,
    string,
  ];
  const home = '/opt/python';
  return importImage({
    repository,
    programs: { [real]: `${home}/bin/python3`, sh: '/usr/bin/sh', env: '/usr/bin/env' },
    copies: {
      [standard]: `${home}/lib/python${version}`,
      [packages]: `${home}/packages`,
      ...copies,
    },
    linked: [...(await nativeFiles(standard)), ...(await nativeFiles(packages))],
    without:
      /^(test|tests|__pycache__|site-packages|config-.*|idlelib|tkinter|lib2to3|pip|ensurepip|.*\.a)$/,
    libraries: [...byName, ...libraries],
    texts: {
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
      '/etc/nsswitch.conf': 'hosts: files dns\n',
      ...texts,
    },
    changes: [
      `ENV PATH=${home}/bin:/usr/local/bin:/usr/bin:/bin`,
      `ENV PYTHONHOME=${home} PYTHONPATH=${home}/packages PYTHONDONTWRITEBYTECODE=1`,
      ...changes,
    ],
  });
}

async function nativeFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.so(\.|$)/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}
