/** The request of a child's first training, in its folder. */
export const firstRequest = 'training/first.yml';
