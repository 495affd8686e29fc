/** Why a tool has not done what it was called for: one sentence, for the model and the person. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}
