/** Names of tensors as names of fields, which requests and forms can hold; each once. */
export function fieldNames(tensors: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const tensor of tensors) {
    const plain = tensor.replaceAll(/[^A-Za-z0-9_ .-]/g, '_').slice(0, 120);
    const begun = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
    let name = begun;
    for (let number = 2; names.includes(name); number += 1) name = `${begun}_${number}`;
    names.push(name);
  }
  return names;
}
