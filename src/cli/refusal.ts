/** What the user can mend: one sentence that says what is wrong and what to do; the program then exits with 2. */
export class Refusal extends Error {}
