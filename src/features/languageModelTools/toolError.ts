/** Why a tool call failed: one sentence for the model and the person. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}
