/** Made by outlines.ts beside the build: lines as steps on a grid from one point to the next, x and y by turns. */
declare module "virtual:outlines" {
  /** The grid, in degrees. */
  export const step: number;
  /** Polygons of rings. */
  export const land: readonly (readonly (readonly number[])[])[];
  export const borders: readonly (readonly number[])[];
}
