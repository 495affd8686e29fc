/** No token without a sign-in; the message is a sentence that says how to sign in. */
export class SignInNeededError extends Error {
  override readonly name = "SignInNeededError";
  readonly tenantId: string | undefined;
  /** What to do when signing in through this extension isn't possible; otherwise undefined. */
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
