/** Every unit the kitchen knows, by the name that stands in recipes. */

/** `size` is how many of the smallest unit of the same measure it holds. */
export const units = {
  "": { measures: "pieces", size: 1 },
  g: { measures: "weight", size: 1 },
  kg: { measures: "weight", size: 1000 },
  ml: { measures: "volume", size: 1 },
  l: { measures: "volume", size: 1000 },
};

export const isUnit = (name) => Object.hasOwn(units, name);

/** Throws for a unit that is not in the table. */
export function findUnit(name) {
  if (!isUnit(name)) throw new Error(`There is no unit "${name}".`);
  return units[name];
}
