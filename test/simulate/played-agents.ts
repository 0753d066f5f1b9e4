/** Models, commands and folders of a simulated process: agents that follow a script, and now and then fail it. */

import type { Staff } from "../../src/agent/host/crew.ts";
import type { CommandResult, Job, Sandbox } from "../../src/agent/sandbox/sandbox.ts";
import type { Checkout, Checkouts } from "../../src/effect/checkout.ts";
import { type Model, ModelError, type Question, type Reply, type Usage } from "../../src/model/model.ts";
import type { Audience } from "./audience.ts";
import { type Bill, price } from "./bill.ts";
import type { Faults } from "./network.ts";
import type { Obedience } from "./obedience.ts";
import type { Objects } from "./objects.ts";
import type { Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import { type Call, replyOf } from "./script.ts";
import type { Machine, VirtualTime } from "./virtual-time.ts";

export interface Stage {
  readonly machine: Machine;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults: Faults;
  readonly plan: Plan;
  readonly objects: Objects;
  readonly bill: Bill;
  readonly obedience: Obedience;
  readonly audience: Audience | undefined;
}

const minute = 60_000;

export function playedModel(stage: Stage, role: "planner" | "worker" | "judge"): Staff {
  const { machine, time, random, faults, bill, obedience, audience } = stage;
  let calls = 0;
  const say = (toolCalls: readonly Call[], usage: Usage): Reply => ({
    text: "",
    toolCalls: toolCalls.map(({ name, input }) => ({
      id: `call-${++calls}`,
      name,
      arguments: faults.strikes("model-malformed") ? '{"key": ' : JSON.stringify(input),
    })),
    usage,
  });
  const model: Model = {
    name: "compatible/simulated",
    ask: (question: Question, signal: AbortSignal) =>
      new Promise((resolve, reject) => {
        obedience.asks(machine.name, role, question, time.now);
        const misled = audience?.asked(role, question);
        const usage = bill.charge(`${machine.name}'s ${role}`, question, random);
        const hangs = faults.strikes("model-hangs");
        const wait = hangs ? 10 * minute : random.between(1000, 30_000);
        const stop = () => {
          cancel();
          reject(new ModelError("aborted", "The call was ended."));
        };
        const cancel = time.after(
          wait,
          () => {
            signal.removeEventListener("abort", stop);
            if (hangs || faults.strikes("model-unavailable"))
              return reject(new ModelError("unavailable", "The model did not answer."));
            const isEmpty = faults.strikes("model-empty");
            resolve(say(isEmpty ? [] : (misled ?? replyOf(role, stage, question.turns)), usage));
          },
          machine,
        );
        machine.onAbort(signal, stop);
      }),
  };
  return { model, price };
}

/** Folders that hold trees, and the commands that change and check them. */
export class Folders implements Checkouts {
  readonly #stage: Stage;
  readonly #roots = new Map<string, Map<string, string>>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async checkOut(folder: string, tree: string): Promise<Checkout> {
    this.#roots.set(`${folder}/tree`, new Map(this.#stage.objects.files(tree)));
    return { root: `${folder}/tree`, index: `${folder}/index` };
  }

  async snapshot({ root }: Checkout): Promise<string> {
    return this.#stage.objects.tree(this.#files(root));
  }

  get sandbox(): Sandbox {
    const { time, machine, random, faults } = this.#stage;
    return {
      kind: "none",
      run: (job: Job) =>
        new Promise((resolve) => {
          const seconds = random.between(1, 20);
          const end = (result: Pick<CommandResult, "exitCode" | "output">) => {
            cancel();
            resolve({ ...result, timedOut: false, seconds });
          };
          const run = () => {
            const passed = runCommand(job.command, this.#files(job.workspace));
            const flaked = job.command.startsWith("check") && faults.strikes("check-flaky");
            end({ exitCode: passed && !flaked ? 0 : 1, output: `${job.command}\n` });
          };
          const cancel = time.after(seconds * 1000, run, machine);
          const stop = () => end({ exitCode: undefined, output: "" });
          machine.onAbort(job.signal, stop);
        }),
    };
  }

  #files(root: string): Map<string, string> {
    const files = this.#roots.get(root);
    if (!files) throw new Error(`There is no folder ${root}.`);
    return files;
  }
}

/** `write FILE TEXT`, `resolve FILE`, `mend`, `check sound`, `check complete`. */
export function runCommand(command: string, files: Map<string, string>): boolean {
  const [verb, path = "", ...words] = command.split(" ");
  const text = files.get(path) ?? "";
  if (verb === "write") files.set(path, `${words.join(" ")}\n`);
  if (verb === "resolve") files.set(path, text.replace(/^(<{7}|={7}|>{7}).*\n/gm, ""));
  if (verb === "mend") {
    for (const [file, content] of files) files.set(file, content.replaceAll("broken", "mended"));
    files.set("first.txt", "mended\n");
  }
  if (command === "check sound") return ![...files.values()].some((content) => content.includes("broken"));
  if (command === "check complete") return files.has("first.txt") || files.has("shared.txt");
  return true;
}
