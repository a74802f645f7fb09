/** Built-ins of Node, asked for at run time: a page's bundle must not import them. Undefined in a page. */
export function nodeModules() {
  const isNode = typeof process === 'object' && process.versions?.node !== undefined;
  if (!isNode) return undefined;
  return {
    module: process.getBuiltinModule('node:module'),
    path: process.getBuiltinModule('node:path'),
    url: process.getBuiltinModule('node:url'),
    util: process.getBuiltinModule('node:util'),
  };
}
