/** What is said of a budget in USD and a model whose price nobody knows. */

export const unknownPrice = (model: string) =>
  `The price of ${model} is unknown, so a budget in USD cannot be kept: limit tokens instead, or whoever runs the swarm names its price in the file of STIGMERGY_PRICES.`;

export const refusedBudget = (model: string) =>
  `This does not count, and the limits stay as they were. ${unknownPrice(model)}`;

export const waitsForPrice = (model: string) =>
  `No agent begins while this is so. ${unknownPrice(model)} Then the goal goes on by itself.`;
