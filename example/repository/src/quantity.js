/** Reads "250 g" or "2 cup" as an amount and a unit. */
export function parseQuantity(text) {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim());
  if (!match) throw new Error(`"${text}" is not a quantity: write a number and a unit.`);
  return { amount: Number(match[1]), unit: match[2] };
}
