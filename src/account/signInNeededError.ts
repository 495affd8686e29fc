/** There is no token until the person signs in; the message is a sentence that says how. */
export class SignInNeededError extends Error {
  override readonly name = "SignInNeededError";
  readonly tenantId: string | undefined;
  /** What to do, where signing in through this extension is not the way; otherwise undefined. */
  readonly advice: string | undefined;

  constructor(
    message: string,
    details: {
      readonly tenantId?: string;
      readonly advice?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.tenantId = details.tenantId;
    this.advice = details.advice;
  }
}
