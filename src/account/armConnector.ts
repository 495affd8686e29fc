import type { ArmClient, ArmConnectionOptions } from "../azure/armClient";
import type { Logger } from "../base/logger";

/** Connects to Azure Resource Manager as one principal. */
export type ArmConnector<Client = ArmClient> = (
  options: Pick<ArmConnectionOptions, "endpoint" | "scope" | "credential" | "limiter">,
) => Promise<Client>;

/**
 * The one way to Azure Resource Manager. What sends requests is the heaviest part of the product:
 * it is loaded when first needed, and activation does without it.
 */
export function armConnector(logger: Logger, userAgentPrefix: string): ArmConnector {
  return async (options) => {
    const { connectToArm } = await import("../azure/armClient");
    return connectToArm({ ...options, logger, userAgentPrefix });
  };
}
