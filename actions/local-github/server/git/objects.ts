import { createHash } from 'node:crypto';

/** Objects by the name Git gives them. */
export interface GitObjects {
  readonly blobs: Map<string, Buffer>;
  readonly trees: Map<string, readonly TreeItem[]>;
  readonly commits: Map<string, Commit>;
}

export interface TreeItem {
  readonly name: string;
  /** `100644`, `100755`, `120000`, `160000`, `040000`. */
  readonly mode: string;
  readonly sha: string;
}

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, to the second. */
  readonly date: string;
}

export function emptyObjects(): GitObjects {
  return { blobs: new Map(), trees: new Map(), commits: new Map() };
}

export function putBlob(objects: GitObjects, content: Buffer): string {
  const sha = objectName('blob', content);
  objects.blobs.set(sha, content);
  return sha;
}

export function putTree(objects: GitObjects, items: readonly TreeItem[]): string {
  const ordered = [...items].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const sha = objectName('tree', treeContent(ordered));
  objects.trees.set(sha, ordered);
  return sha;
}

export function putCommit(objects: GitObjects, commit: Commit): string {
  const sha = objectName('commit', commitContent(commit));
  objects.commits.set(sha, commit);
  return sha;
}

/** As Git stores a tree, its items in Git's order. */
export function treeContent(items: readonly TreeItem[]): Buffer {
  return Buffer.concat(
    items.flatMap(({ mode, name, sha }) => [
      Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`),
      Buffer.from(sha, 'hex'),
    ]),
  );
}

/** As Git stores a commit. */
export function commitContent({ tree, parents, author, committer, message }: Commit): Buffer {
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signatureLine(author)}`,
    `committer ${signatureLine(committer)}`,
    '',
    message,
  ];
  return Buffer.from(lines.join('\n'));
}

/** Git sorts a folder as if its name ended in a slash. */
function sortKey({ name, mode }: TreeItem): Buffer {
  return Buffer.from(mode === '040000' ? `${name}/` : name);
}

function signatureLine({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}

function objectName(type: string, content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}
