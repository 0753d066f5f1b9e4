/** Broken variants of the protocol, each caught by the name of the property it breaks. */

import type { Mutant } from "./mutant.ts";

export const mutants: readonly Mutant[] = [];
