/** Words that have to fit into a picture: what is too long ends in an ellipsis. */
export function shorten(text: string, mostCharacters: number): string {
  // by characters as people see them, so that none is cut in two
  const characters = [...text];
  if (characters.length <= mostCharacters) return text;
  return `${characters.slice(0, mostCharacters - 1).join('')}…`;
}
