/** Brands for what must not be swapped. */
declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

export type IssueNumber = Branded<number, "IssueNumber">;
export type Sha = Branded<string, "Sha">;

export const issueNumber = (n: number) => n as IssueNumber;
export const sha = (s: string) => s as Sha;
