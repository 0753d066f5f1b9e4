/** The ways the forge says no, with the status, words and shape GitHub uses. */

export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "unprocessable" | "custom";
  readonly message?: string;
  readonly value?: string;
}

/** An answer other than success; the server turns it into the response. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;

  constructor(status: number, message: string, errors?: readonly FieldError[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = () => new Refusal(404, "Not Found");

export const badCredentials = () => new Refusal(401, "Bad credentials");

export const forbidden = (message = "Resource not accessible by integration") => new Refusal(403, message);

export const suspended = () => new Refusal(403, "This installation has been suspended");

export const invalid = (...errors: readonly FieldError[]) => new Refusal(422, "Validation Failed", errors);

export const unprocessable = (message: string) => new Refusal(422, message);
