import type { ArmClient, ArmConnectionOptions } from "../azure/armClient";
import type { Logger } from "../base/logger";

export type ArmConnector<Client = ArmClient> = (
  options: Pick<ArmConnectionOptions, "endpoint" | "scope" | "credential" | "limiter">,
) => Promise<Client>;

/**
 * The only way to Azure Resource Manager. The SDK is the largest part of the product, so it is
 * loaded on first use and not at activation.
 */
export function armConnector(logger: Logger, userAgentPrefix: string): ArmConnector {
  return async (options) => {
    const { connectToArm } = await import("../azure/armClient");
    return connectToArm({ ...options, logger, userAgentPrefix });
  };
}
