/** `node changed.ts ASKED`: the other side of `without`. Prints the answer as JSON. */

import { enableCompileCache } from "node:module";
import { changeSources } from "../simulate/mutate.ts";
import type { Asked } from "./without.ts";

const { changes, module, name, argument } = JSON.parse(process.argv[2] ?? "") as Asked;
enableCompileCache();
changeSources(changes);
// Only now, so that it is loaded as it was changed.
const loaded = (await import(module)) as Readonly<Record<string, (argument: unknown) => Promise<unknown>>>;
console.log(JSON.stringify((await loaded[name]?.(argument)) ?? null));
