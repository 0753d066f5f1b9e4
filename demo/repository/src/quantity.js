/** Amounts as numbers and as people write them. */

/** "2", "0.5", "1/2" and "1 1/2" as a number. Throws when it is none of these. */
export function parseQuantity(text) {
  const parts = text.trim().split(/\s+/).map(parsePart);
  const sum = parts.reduce((total, part) => total + part, 0);
  if (Number.isNaN(sum)) throw new Error(`"${text}" is not an amount.`);
  return sum;
}

function parsePart(part) {
  const [, above, below] = /^(\d+)\/(\d+)$/.exec(part) ?? [];
  return above === undefined ? Number.parseFloat(part) : Number(above) / Number(below);
}

/** At most two digits after the point, and none that say nothing. */
export const formatQuantity = (amount) => String(Math.round(amount * 100) / 100);
